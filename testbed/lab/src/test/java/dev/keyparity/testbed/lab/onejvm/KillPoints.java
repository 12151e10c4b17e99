package dev.keyparity.testbed.lab.onejvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the points at which something becomes durable, leaves a process or comes back to it, and
 * says at one of them that the process ends there. Points are named, so that one is found again in
 * another run, whatever went on beside it. Thread-safe.
 */
final class KillPoints {

  /**
   * One point.
   *
   * @param time the how-many-eth of its name in a run, from 1
   */
  record Point(String what, int time) {
    @Override
    public String toString() {
      return what + " #" + time;
    }
  }

  private final @Nullable Point chosen;
  private final List<Point> passed = new ArrayList<>();
  private final Map<String, Integer> times = new HashMap<>();
  private boolean hit;

  private KillPoints(@Nullable Point chosen) {
    this.chosen = chosen;
  }

  static KillPoints counting() {
    return new KillPoints(null);
  }

  static KillPoints at(Point chosen) {
    return new KillPoints(chosen);
  }

  /** Notes that this is passed; true if here is the end, once. */
  synchronized boolean isEnd(String what) {
    Point point = new Point(what, times.merge(what, 1, Integer::sum));
    passed.add(point);
    if (hit || !point.equals(chosen)) {
      return false;
    }
    hit = true;
    return true;
  }

  /** Whether the chosen point was reached. */
  synchronized boolean wasHit() {
    return hit;
  }

  /** What was passed so far, in order. */
  synchronized List<Point> passed() {
    return List.copyOf(passed);
  }
}
