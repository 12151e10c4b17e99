package dev.keyparity.testbed.lab.prober;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a host was not serving, as seen.
 *
 * @param host its name
 * @param from when the first probe that failed was begun
 * @param length until the first answer after it, or until the observation ended
 * @param isOver false if it was still down when the observation ended
 * @param reason what the first failed probe met
 */
public record DownInterval(
    String host, Instant from, Duration length, boolean isOver, String reason) {

  public Instant to() {
    return from.plus(length);
  }
}
