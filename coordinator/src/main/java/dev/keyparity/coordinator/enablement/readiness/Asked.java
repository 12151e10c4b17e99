package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.daemon.fault.KeyparityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one question: an answer, a failure, or neither where nobody asked. Immutable. */
public record Asked<T>(@Nullable T answerOrNull, @Nullable KeyparityException failureOrNull) {

  public static <T> Asked<T> answered(T answer) {
    return new Asked<>(answer, null);
  }

  public static <T> Asked<T> failed(KeyparityException failure) {
    return new Asked<>(null, failure);
  }

  public static <T> Asked<T> not() {
    return new Asked<>(null, null);
  }

  Optional<T> answer() {
    return Optional.ofNullable(answerOrNull);
  }

  Optional<KeyparityException> failure() {
    return Optional.ofNullable(failureOrNull);
  }
}
