package dev.keyparity.testbed.lab.network;

import java.time.Duration;

/**
 * How a link behaves.
 *
 * @param cut connections are closed, and new ones as soon as they are made
 * @param requestsHeld what the caller says, its end of a connection included, does not arrive
 * @param answersHeld what the server says does not arrive
 * @param delay how long each piece is kept before it goes on, in each direction
 * @param bytesPerSecond at most, in each direction; 0: as many as come
 */
public record Weather(
    boolean cut, boolean requestsHeld, boolean answersHeld, Duration delay, int bytesPerSecond) {
  public static final Weather FAIR = new Weather(false, false, false, Duration.ZERO, 0);
  public static final Weather CUT = new Weather(true, false, false, Duration.ZERO, 0);

  /** Half-open: connections stand, new ones are accepted, and nothing arrives at either end. */
  public static final Weather SILENT = new Weather(false, true, true, Duration.ZERO, 0);

  public static final Weather REQUESTS_LOST = new Weather(false, true, false, Duration.ZERO, 0);
  public static final Weather ANSWERS_LOST = new Weather(false, false, true, Duration.ZERO, 0);

  public static Weather slow(Duration delay) {
    return new Weather(false, false, false, delay, 0);
  }

  public static Weather dripping(int bytesPerSecond) {
    return new Weather(false, false, false, Duration.ZERO, bytesPerSecond);
  }
}
