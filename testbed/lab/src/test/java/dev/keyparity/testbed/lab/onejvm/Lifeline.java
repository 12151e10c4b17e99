package dev.keyparity.testbed.lab.onejvm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a process of this virtual machine lives by. Once it is cut nothing of the process reaches
 * anybody any more, whatever its threads still do: they are not told. Thread-safe.
 */
final class Lifeline {
  private final KillPoints points;
  private final CompletableFuture<Void> death = new CompletableFuture<>();
  private final List<Runnable> cuts = new ArrayList<>();

  Lifeline(KillPoints points) {
    this.points = points;
  }

  /** Of a process that nothing happens to. */
  static Lifeline unharmed() {
    return new Lifeline(KillPoints.counting());
  }

  /** Passes a point; false if the process is dead by then, or ends here. */
  boolean passes(String what) {
    if (isDead()) {
      return false;
    }
    if (points.isEnd(what)) {
      cut();
      return false;
    }
    return !isDead();
  }

  /** Passes a point; false only if the process ends here. What is said of the dead is nothing. */
  boolean passesIfAlive(String what) {
    return isDead() || passes(what);
  }

  boolean isDead() {
    return death.isDone();
  }

  /** Completes when it is cut. */
  CompletableFuture<Void> death() {
    return death;
  }

  /** What drops a socket or the like; done at once if it is too late. */
  void onCut(Runnable drop) {
    synchronized (cuts) {
      if (!isDead()) {
        cuts.add(drop);
        return;
      }
    }
    drop.run();
  }

  void cut() {
    List<Runnable> all;
    synchronized (cuts) {
      if (isDead()) {
        return;
      }
      all = List.copyOf(cuts);
      death.complete(null);
    }
    all.forEach(Runnable::run);
  }
}
