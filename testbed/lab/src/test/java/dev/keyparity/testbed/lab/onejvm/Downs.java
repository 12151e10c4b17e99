package dev.keyparity.testbed.lab.onejvm;

import java.util.TreeSet;

/** How many of the KMS that once served were down at the same moment. Thread-safe. */
final class Downs {
  private final TreeSet<String> down = new TreeSet<>();
  private final TreeSet<String> served = new TreeSet<>();
  private int most;

  synchronized void up(String host) {
    served.add(host);
    down.remove(host);
  }

  synchronized void down(String host) {
    if (served.contains(host)) {
      down.add(host);
      most = Math.max(most, down.size());
    }
  }

  synchronized int most() {
    return most;
  }
}
