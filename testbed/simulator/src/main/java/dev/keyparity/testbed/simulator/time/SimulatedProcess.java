package dev.keyparity.testbed.simulator.time;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread that runs only when it has the turn. */
public final class SimulatedProcess {
  private static final int STUCK_SECONDS = 60;

  /** Making a thread takes longer than most of these live. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "simulated");
            thread.setDaemon(true);
            return thread;
          });

  private final String name;
  private final Runnable work;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private volatile boolean killed;
  private volatile boolean over;
  private boolean started;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Throwable escaped;

  /** Of what it waits for: a turn that was meant for an earlier wait is none. */
  long ticket;

  /** For whom it acts, as whoever started it says. */
  private @Nullable String behalf;

  SimulatedProcess(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  private void live() {
    thread = Thread.currentThread();
    try {
      awaitTurn();
      work.run();
    } catch (Killed end) {
      // As it was meant.
    } catch (RuntimeException | Error e) {
      escaped = e;
    } finally {
      over = true;
      thread = null;
      back.release();
    }
  }

  private void awaitTurn() {
    turn.acquireUninterruptibly();
    requireAlive();
  }

  void requireAlive() {
    if (killed) {
      throw new Killed(name);
    }
  }

  /** Second by second: one that the whole machine was asleep for counts as one. */
  private boolean isBack() throws InterruptedException {
    for (int second = 0; second < STUCK_SECONDS; second++) {
      if (back.tryAcquire(1, TimeUnit.SECONDS)) {
        return true;
      }
    }
    return false;
  }

  void takeTurn() {
    if (over) {
      return;
    }
    if (!started) {
      started = true;
      THREADS.execute(this::live);
    }
    turn.release();
    try {
      if (!isBack()) {
        IllegalStateException stuck =
            new IllegalStateException(name + " never gives the turn back");
        Thread where = thread;
        if (where != null) {
          stuck.setStackTrace(where.getStackTrace());
        }
        throw stuck;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  void giveTurnBack() {
    back.release();
    awaitTurn();
  }

  /** It ends where it waits next. */
  public void kill() {
    killed = true;
  }

  public boolean isKilled() {
    return killed;
  }

  boolean isOver() {
    return over;
  }

  public @Nullable String behalf() {
    return behalf;
  }

  /** Says for whom it acts from now on; answers for whom it did. */
  public @Nullable String actFor(@Nullable String whom) {
    String before = behalf;
    behalf = whom;
    return before;
  }

  @Nullable Throwable escaped() {
    return escaped;
  }

  void end() {
    killed = true;
    if (started) {
      for (int i = 0; i < 100 && !over; i++) {
        takeTurn();
      }
    }
  }
}
