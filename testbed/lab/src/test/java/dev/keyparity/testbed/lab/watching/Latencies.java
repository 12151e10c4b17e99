package dev.keyparity.testbed.lab.watching;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times that were measured, and what is told of them. Thread-safe. */
final class Latencies {
  private final List<Long> nanos = new ArrayList<>();

  synchronized void add(long one) {
    nanos.add(one);
  }

  synchronized int count() {
    return nanos.size();
  }

  /** The smallest that so many of a thousand do not exceed, in milliseconds. */
  synchronized long perMille(int share) {
    if (nanos.isEmpty()) {
      return -1;
    }
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int at = (int) Math.ceil(sorted.size() * share / 1000.0) - 1;
    return Duration.ofNanos(sorted.get(Math.max(0, at))).toMillis();
  }

  @Override
  public String toString() {
    return "median %d ms, p99 %d ms, longest %d ms"
        .formatted(perMille(500), perMille(990), perMille(1000));
  }
}
