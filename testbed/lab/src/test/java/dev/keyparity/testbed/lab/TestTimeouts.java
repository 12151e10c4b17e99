package dev.keyparity.testbed.lab;

import java.time.Duration;

/**
 * Upper bounds of the lab's tests, generous because a bound that is met costs nothing; scaled by a
 * property.
 */
public final class TestTimeouts {
  private static final double FACTOR =
      Double.parseDouble(System.getProperty("keyparity.test.timeout-factor", "1"));

  /** For a server process to serve, on a machine that runs several builds. */
  public static final Duration START = scaled(Duration.ofMinutes(2));

  /** For something that usually takes milliseconds. */
  public static final Duration SOON = scaled(Duration.ofSeconds(20));

  private TestTimeouts() {}

  private static Duration scaled(Duration duration) {
    return Duration.ofMillis((long) (duration.toMillis() * FACTOR));
  }
}
