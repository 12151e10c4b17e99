package dev.keyparity.testbed.simulator.time;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread that runs only when it has the turn. */
public final class SimulatedProcess {
  private static final int STUCK_SECONDS = 60;

  private final String name;
  private final Thread thread;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private volatile boolean killed;
  private volatile boolean over;
  private boolean started;
  private volatile @Nullable Throwable escaped;

  SimulatedProcess(String name, Runnable work) {
    this.name = name;
    this.thread = new Thread(() -> live(work), "simulated-" + name);
    this.thread.setDaemon(true);
  }

  private void live(Runnable work) {
    try {
      awaitTurn();
      work.run();
    } catch (Killed end) {
      // As it was meant.
    } catch (RuntimeException | Error e) {
      escaped = e;
    } finally {
      over = true;
      back.release();
    }
  }

  private void awaitTurn() {
    turn.acquireUninterruptibly();
    if (killed) {
      throw new Killed(name);
    }
  }

  void takeTurn() {
    if (over) {
      return;
    }
    if (!started) {
      started = true;
      thread.start();
    }
    turn.release();
    try {
      if (!back.tryAcquire(STUCK_SECONDS, TimeUnit.SECONDS)) {
        IllegalStateException stuck =
            new IllegalStateException(name + " never gives the turn back");
        stuck.setStackTrace(thread.getStackTrace());
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
