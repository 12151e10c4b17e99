package dev.keyparity.agent.control;

import java.time.Duration;

/** A moment by the clock that nobody can set. */
record Deadline(long nanoTime) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean isOver() {
    return System.nanoTime() - nanoTime >= 0;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }
}
