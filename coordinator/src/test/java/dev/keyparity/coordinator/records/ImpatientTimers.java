package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fault.FaultHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A fault handler of which every timer that repeats does so at once: what is due in ten seconds.
 */
public final class ImpatientTimers implements FaultHandler {
  private static final long PAUSE_MILLIS = 20;

  @Override
  public void escaped(String doing, Throwable fault) {
    throw new AssertionError(doing, fault);
  }

  @Override
  public ScheduledExecutorService timer(String name) {
    return new ScheduledThreadPoolExecutor(1) {
      @Override
      public ScheduledFuture<?> scheduleWithFixedDelay(
          Runnable work, long first, long pause, TimeUnit unit) {
        return super.scheduleWithFixedDelay(
            work, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    };
  }
}
