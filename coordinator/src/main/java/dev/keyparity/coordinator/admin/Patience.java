package dev.keyparity.coordinator.admin;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A call that waits a moment for something that is about to be known. */
final class Patience {
  private static final Duration LOOK = Duration.ofMillis(10);

  private Patience() {}

  /**
   * Returns once it is so, or the time is over.
   *
   * @throws KeyparityException CANCELLED if the thread was interrupted
   */
  static void until(Duration longest, BooleanSupplier known) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      while (!known.getAsBoolean() && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
  }
}
