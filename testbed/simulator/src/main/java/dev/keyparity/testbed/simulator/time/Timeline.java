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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual clock, and everything that waits for it. Exactly one thread runs at a time: the one
 * that drives the timeline, or the process to which it handed the turn. A process that waits while
 * nothing else is due goes on at once, without giving the turn away.
 */
public final class Timeline extends Clock {
  private final PriorityQueue<Due> waiting =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final List<SimulatedProcess> parked = new ArrayList<>();
  private volatile Instant now;
  private volatile Instant until = Instant.MIN;
  private volatile BooleanSupplier over = () -> false;
  private long numbers;
  private volatile @Nullable SimulatedProcess running;
  private @Nullable Throwable escaped;

  /** Of a process that does on its own thread, while it waits, what the driver would do. */
  private @Nullable SimulatedProcess stoodIn;

  /**
   * Something to be done.
   *
   * @param isTurn whether it hands the turn to a process
   */
  private record Due(Instant at, long number, Runnable what, boolean isTurn) {}

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
    at(now.plus(delay), what, false);
  }

  private void at(Instant when, Runnable what, boolean isTurn) {
    waiting.add(new Due(when, numbers++, what, isTurn));
  }

  /** Time passes while nobody else does anything. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** A thread of its own that begins after a delay. */
  public SimulatedProcess process(String name, Duration delay, Runnable work) {
    SimulatedProcess process = new SimulatedProcess(name, work);
    processes.removeIf(SimulatedProcess::isOver);
    processes.add(process);
    at(now.plus(delay), () -> turnOf(process, 0), true);
    return process;
  }

  private void turnOf(SimulatedProcess process, long ticket) {
    if (process.ticket != ticket) {
      return;
    }
    process.ticket++;
    running = process;
    process.takeTurn();
    running = null;
    if (process.escaped() != null && escaped == null) {
      escaped = process.escaped();
    }
  }

  /** Waits, as the process that runs now. */
  public void sleep(Duration time) {
    SimulatedProcess self = self();
    Instant end = now.plus(time);
    standIn(self, () -> now.isBefore(end), end);
    if (isOver() || end.isAfter(until) || isDueBefore(end)) {
      giveUntil(self, end);
    } else {
      self.requireAlive();
      now = end;
    }
  }

  /**
   * Does what the driver would do, as long as nobody else needs the turn: to hand it over and back
   * takes longer than most of it.
   */
  private void standIn(SimulatedProcess self, BooleanSupplier goesOn, Instant end) {
    if (stoodIn != null) {
      return;
    }
    Due next = waiting.peek();
    while (next != null
        && !next.isTurn()
        && !next.at().isAfter(end)
        && !next.at().isAfter(until)
        && !isOver()
        && goesOn.getAsBoolean()) {
      waiting.remove();
      now = next.at().isAfter(now) ? next.at() : now;
      stoodIn = self;
      running = null;
      try {
        next.what().run();
      } catch (RuntimeException | Error e) {
        // The driver is to see it, and not whoever called from here.
        escaped = e;
      } finally {
        running = self;
        stoodIn = null;
      }
      self.requireAlive();
      next = waiting.peek();
    }
  }

  private boolean isOver() {
    return escaped != null || over.getAsBoolean();
  }

  private boolean isDueBefore(Instant end) {
    Due next = waiting.peek();
    return next != null && !next.at().isAfter(end);
  }

  private void giveUntil(SimulatedProcess self, Instant end) {
    long ticket = self.ticket;
    at(end, () -> turnOf(self, ticket), true);
    self.giveTurnBack();
  }

  /**
   * Waits, as the process that runs now, until something holds.
   *
   * @return false if that took too long
   */
  public boolean await(BooleanSupplier condition, Duration longest) {
    SimulatedProcess self = self();
    Instant end = now.plus(longest);
    while (!condition.getAsBoolean()) {
      if (!now.isBefore(end)) {
        return false;
      }
      parked.add(self);
      try {
        giveUntil(self, end);
      } finally {
        parked.remove(self);
      }
    }
    return true;
  }

  /** Whoever waits for something to hold looks again. */
  public void signal() {
    for (SimulatedProcess process : parked) {
      long ticket = process.ticket;
      at(now, () -> turnOf(process, ticket), true);
    }
  }

  private SimulatedProcess self() {
    SimulatedProcess self = running;
    if (self == null) {
      throw new IllegalStateException("only a process can wait");
    }
    return self;
  }

  /** The process that runs now; null while the driver does. */
  public @Nullable SimulatedProcess running() {
    return running;
  }

  /** Lets everything happen that is due until then, or until something escapes. */
  public void run(Instant last, BooleanSupplier isOver) {
    until = last;
    over = isOver;
    while (!isOver.getAsBoolean() && escaped == null) {
      Due next = waiting.peek();
      if (next == null || next.at().isAfter(last)) {
        break;
      }
      waiting.remove();
      if (next.at().isAfter(now)) {
        now = next.at();
      }
      try {
        next.what().run();
      } catch (RuntimeException | Error e) {
        escaped = e;
      }
    }
  }

  /** What nobody expected; null if nothing. */
  public @Nullable Throwable escaped() {
    return escaped;
  }

  /** Ends a process where it waits, at once; for the driver. */
  public void end(SimulatedProcess process) {
    if (process == stoodIn) {
      // It is the one that runs this: it ends as soon as this is done.
      process.kill();
      return;
    }
    running = process;
    process.end();
    running = null;
  }

  /** Ends all threads. */
  public void end() {
    processes.forEach(this::end);
  }
}
