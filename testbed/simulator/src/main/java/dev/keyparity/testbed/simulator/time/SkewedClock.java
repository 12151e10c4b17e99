package dev.keyparity.testbed.simulator.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The wall clock of one machine: it may be wrong, and somebody may set it. */
public final class SkewedClock extends Clock {
  private final Timeline time;
  private Duration ahead = Duration.ZERO;

  public SkewedClock(Timeline time) {
    this.time = time;
  }

  public void setAhead(Duration by) {
    ahead = by;
  }

  @Override
  public Instant instant() {
    return time.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }
}
