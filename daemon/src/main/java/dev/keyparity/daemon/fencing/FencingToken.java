package dev.keyparity.daemon.fencing;

/**
 * Names one leadership: the coordinator group, the epoch it was won in, and the coordinator that
 * holds it.
 *
 * <p>Epochs grow with every leadership. The holder stands beside the number because a ZooKeeper
 * restored from an old snapshot can hand the same epoch to two coordinators; an agent binds an
 * epoch to the first holder it sees.
 *
 * @param group the coordinator group, pinned by each agent
 * @param epoch at least 1
 * @param holder the coordinator's own name, unique per process start
 */
public record FencingToken(String group, long epoch, String holder) {
  public FencingToken {
    if (group.isBlank() || holder.isBlank()) {
      throw new IllegalArgumentException(
          "fencing token: group '%s', holder '%s' (expected: both set)".formatted(group, holder));
    }
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "fencing token epoch: %d (expected: >= 1)".formatted(epoch));
    }
  }

  @Override
  public String toString() {
    return "%s/%d/%s".formatted(group, epoch, holder);
  }
}
