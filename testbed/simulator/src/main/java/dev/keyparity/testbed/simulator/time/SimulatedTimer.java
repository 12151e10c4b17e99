package dev.keyparity.testbed.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a simulated machine's process, with a clock: what it is given it does in order, at
 * its time. Does nothing while its owner is asleep, and nothing any more once that is dead.
 */
public final class SimulatedTimer extends AbstractExecutorService
    implements ScheduledExecutorService {

  /** The process of which this is a thread. */
  public interface Owner {
    boolean isDead();

    /** Until when it is stopped; in the past if it is not. */
    Instant asleepUntil();
  }

  private final Timeline time;
  private final String name;
  private final Owner owner;
  private final boolean waits;
  private final Deque<Task> ready = new ArrayDeque<>();
  private boolean busy;
  private boolean shut;

  /**
   * @param waits whether what it does may wait for something: only then it needs a thread
   */
  public SimulatedTimer(Timeline time, String name, Owner owner, boolean waits) {
    this.time = time;
    this.name = name;
    this.owner = owner;
    this.waits = waits;
  }

  private boolean isOver() {
    return shut || owner.isDead();
  }

  private void due(Task task) {
    if (isOver() || task.cancelled) {
      return;
    }
    Instant asleepUntil = owner.asleepUntil();
    if (asleepUntil.isAfter(time.instant())) {
      time.after(Duration.between(time.instant(), asleepUntil), () -> due(task));
      return;
    }
    ready.add(task);
    if (busy) {
      return;
    }
    busy = true;
    if (waits) {
      var unused = time.process(name, Duration.ZERO, this::drain);
    } else {
      drain();
    }
  }

  private void drain() {
    try {
      while (!ready.isEmpty() && !isOver()) {
        ready.remove().runNow();
      }
    } catch (Killed end) {
      if (waits) {
        throw end;
      }
      // Its process ended in the middle of it.
    } finally {
      busy = false;
    }
  }

  private Task begin(Runnable work, Duration first, @Nullable Duration again) {
    Task task = new Task(work, again);
    time.after(first, () -> due(task));
    return task;
  }

  @Override
  public void execute(Runnable work) {
    var unused = begin(work, Duration.ZERO, null);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return begin(work, Duration.of(delay, unit.toChronoUnit()), null);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody asks for it");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long first, long every, TimeUnit unit) {
    return scheduleWithFixedDelay(work, first, every, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long first, long pause, TimeUnit unit) {
    return begin(
        work, Duration.of(first, unit.toChronoUnit()), Duration.of(pause, unit.toChronoUnit()));
  }

  @Override
  public void shutdown() {
    shut = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shut = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut;
  }

  @Override
  public boolean awaitTermination(long longest, TimeUnit unit) {
    return true;
  }

  /** Something to be done once, or again and again. */
  private final class Task extends FutureTask<@Nullable Void>
      implements ScheduledFuture<@Nullable Void> {
    private final Runnable work;
    private final @Nullable Duration again;
    private boolean cancelled;

    Task(Runnable work, @Nullable Duration again) {
      super(work, null);
      this.work = work;
      this.again = again;
    }

    void runNow() {
      if (!cancelled) {
        work.run();
      }
      if (again != null && !cancelled) {
        time.after(again, () -> due(this));
      }
    }

    @Override
    public boolean cancel(boolean interrupt) {
      cancelled = true;
      return true;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException("nobody asks for it");
    }
  }
}
