package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.process.LabException;
import java.time.Duration;

/** Waiting between two looks at the world. */
final class Pause {
  private Pause() {}

  static void briefly() {
    of(Duration.ofMillis(50));
  }

  static void of(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      throw LabException.interrupted("waiting", e);
    }
  }
}
