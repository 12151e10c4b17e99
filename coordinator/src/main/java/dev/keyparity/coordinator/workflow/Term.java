package dev.keyparity.coordinator.workflow;

/**
 * One leadership.
 *
 * @param epoch grows with each leadership
 * @param holder the coordinator that holds it
 */
public record Term(long epoch, String holder) {
  public Term {
    if (epoch < 1 || holder.isBlank()) {
      throw new IllegalArgumentException(
          "term: epoch %d, holder '%s' (expected: >= 1, set)".formatted(epoch, holder));
    }
  }

  @Override
  public String toString() {
    return holder + " (epoch " + epoch + ")";
  }
}
