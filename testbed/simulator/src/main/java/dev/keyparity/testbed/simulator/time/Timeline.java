package dev.keyparity.testbed.simulator.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The virtual clock, and everything that waits for it. Exactly one thread runs at a time: the one
 * that drives the timeline, or the process to which it handed the turn.
 */
public final class Timeline extends Clock {
  private final PriorityQueue<Due> waiting =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private volatile Instant now;
  private long numbers;
  private volatile @Nullable SimulatedProcess running;
  private @Nullable Throwable escaped;

  private record Due(Instant at, long number, Runnable what) {}

  public Timeline(Instant start) {
    this.now = start;
  }

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
    throw new UnsupportedOperationException("UTC only");
  }

  /** Has something done later, on the thread that drives. */
  public void after(Duration delay, Runnable what) {
    waiting.add(new Due(now.plus(delay), numbers++, what));
  }

  /** Time passes while nobody else does anything. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** A thread of its own that begins after a delay. */
  public SimulatedProcess process(String name, Duration delay, Runnable work) {
    SimulatedProcess process = new SimulatedProcess(name, work);
    processes.add(process);
    after(delay, () -> turnOf(process));
    return process;
  }

  private void turnOf(SimulatedProcess process) {
    running = process;
    process.takeTurn();
    running = null;
    if (process.escaped() != null && escaped == null) {
      escaped = process.escaped();
    }
  }

  /** Waits, as the process that runs now. */
  public void sleep(Duration time) {
    SimulatedProcess self = running;
    if (self == null) {
      throw new IllegalStateException("only a process can wait");
    }
    after(time, () -> turnOf(self));
    self.giveTurnBack();
  }

  /** Whether the running thread is a process, which can wait. */
  public boolean canSleep() {
    return running != null;
  }

  /**
   * Lets everything happen that is due until then.
   *
   * @return false if something escaped that nobody expected
   */
  public boolean run(Instant until, java.util.function.BooleanSupplier over) {
    while (!over.getAsBoolean() && escaped == null) {
      Due next = waiting.peek();
      if (next == null || next.at().isAfter(until)) {
        break;
      }
      waiting.remove();
      if (next.at().isAfter(now)) {
        now = next.at();
      }
      next.what().run();
    }
    return escaped == null;
  }

  public @Nullable Throwable escaped() {
    return escaped;
  }

  /** Ends all threads. */
  public void end() {
    processes.forEach(SimulatedProcess::end);
  }
}
