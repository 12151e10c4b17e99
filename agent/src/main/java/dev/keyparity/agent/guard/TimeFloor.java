package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The wall clock that never goes back, {@code keyparity.time-floor/1}: an expired warrant does not
 * become good again because a clock was set back, not even across a restart. Thread-safe.
 */
public final class TimeFloor {
  static final String FORMAT = "keyparity.time-floor/1";

  private static final String NAME = "time-floor.json";
  private static final Duration GRAIN = Duration.ofSeconds(1);

  private final Clock clock;
  private final StateFiles files;
  private Instant floor;

  public TimeFloor(Clock clock, StateFiles files) {
    this.clock = clock;
    this.files = files;
    this.floor =
        StateRecord.read(files, NAME, FORMAT, f -> Instant.ofEpochMilli(f.integer("highest_ms")))
            .orElse(Instant.EPOCH);
  }

  /** The later of the clock and the highest time on record. */
  public synchronized Instant now() {
    Instant now = clock.instant();
    return now.isAfter(floor) ? now : floor;
  }

  /** How far the clock is behind the highest time it ever showed; zero if it is not. */
  public synchronized Duration behind() {
    Duration behind = Duration.between(clock.instant(), floor);
    return behind.isNegative() ? Duration.ZERO : behind;
  }

  /** Makes the present time durable, to the second. */
  public synchronized void keep() {
    Instant now = now();
    if (now.isAfter(floor.plus(GRAIN))) {
      StateRecord.write(
          files,
          NAME,
          Json.object().put("format", FORMAT).put("highest_ms", now.toEpochMilli()).build());
      floor = Instant.ofEpochMilli(now.toEpochMilli());
    }
  }
}
