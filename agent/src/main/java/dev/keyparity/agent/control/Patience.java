package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks again and again until there is an answer or a deadline passes. */
final class Patience {
  private static final Duration STEP = Duration.ofMillis(50);

  private final long end;

  Patience(Duration deadline) {
    end = System.nanoTime() + deadline.toNanos();
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** The first answer; empty if there is none in time. Looks at least once. */
  <T> Optional<T> until(Supplier<Optional<T>> look) {
    Optional<T> answer = look.get();
    while (answer.isEmpty() && !left().isZero()) {
      pause();
      answer = look.get();
    }
    return answer;
  }

  private void pause() {
    try {
      Thread.sleep(Math.min(STEP.toMillis(), left().toMillis() + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(
          ErrorCode.CANCELLED, "waiting for the KMS: the agent is stopping", "", e);
    }
  }
}
