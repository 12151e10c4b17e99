package dev.keyparity.testbed.lab.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded waiting for something outside this process to become true. */
public final class Wait {
  private static final Duration STEP = Duration.ofMillis(25);

  private Wait() {}

  /** Asks every {@code 25 ms}; false if it was not so within {@code limit}. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    return until(limit, STEP, condition);
  }

  /** Asks every {@code step}, for conditions that cost something. */
  public static boolean until(Duration limit, Duration step, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(step.toMillis());
      } catch (InterruptedException e) {
        throw LabException.interrupted("waiting", e);
      }
    }
    return true;
  }
}
