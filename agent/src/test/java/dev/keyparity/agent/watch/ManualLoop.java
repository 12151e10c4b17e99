package dev.keyparity.agent.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An executor whose time only goes on when a test says so; what is due at once runs at once. */
final class ManualLoop extends AbstractExecutorService implements ScheduledExecutorService {
  private final List<Task<?>> tasks = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-24T14:00:00Z");

  /** As an executor that was told to end: what it is given from now on never runs. */
  boolean discards;

  /** Time passes; what comes due meanwhile runs in order. */
  void advance(Duration by) {
    Instant until = now.plus(by);
    while (true) {
      Task<?> next =
          tasks.stream()
              .filter(t -> !t.at.isAfter(until))
              .min(Comparator.comparing(t -> t.at))
              .orElse(null);
      if (next == null) {
        now = until;
        return;
      }
      now = next.at;
      if (next.every == null) {
        tasks.remove(next);
        next.run();
      } else {
        next.at = now.plus(next.every);
        next.work.run();
      }
    }
  }

  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Override
  public void execute(Runnable work) {
    if (!discards) {
      work.run();
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return add(new Task<>(work, now.plus(Duration.of(delay, unit.toChronoUnit())), null));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initial, long delay, TimeUnit unit) {
    return add(
        new Task<>(
            work,
            now.plus(Duration.of(initial, unit.toChronoUnit())),
            Duration.of(delay, unit.toChronoUnit())));
  }

  private ScheduledFuture<?> add(Task<?> task) {
    tasks.add(task);
    return task;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("not needed by the tests");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("not needed by the tests");
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final Runnable work;
    private final @org.jspecify.annotations.Nullable Duration every;
    private Instant at;

    @SuppressWarnings("NullAway") // a runnable's future holds nothing
    Task(Runnable work, Instant at, @org.jspecify.annotations.Nullable Duration every) {
      super(work, null);
      this.work = work;
      this.at = at;
      this.every = every;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
