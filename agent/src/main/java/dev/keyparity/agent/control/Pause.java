package dev.keyparity.agent.control;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits a little between two looks. */
@FunctionalInterface
public interface Pause {
  void forAbout(Duration duration);

  /** Time since an origin of its own, by the clock that pauses pass on. */
  default Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  /** By the clock; returns at once in an interrupted thread, whose flag stays set. */
  static Pause real() {
    return duration -> LockSupport.parkNanos(duration.toNanos());
  }
}
