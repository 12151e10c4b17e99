package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.process.LabException;
import java.time.Duration;

/** Waiting between two looks at the world. */
public final class Pause {
  private Pause() {}

  public static void briefly() {
    of(Duration.ofMillis(50));
  }

  public static void of(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      throw LabException.interrupted("waiting", e);
    }
  }
}
