package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.permit.BootInstant;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The overrides of a gate as they stand at one moment. */
public record OverridesSeen(GateOverrides.Found found, BootInstant now) {

  /** The one that counts. */
  public Optional<GateOverride> inForce() {
    return found.inForce(now);
  }

  public Duration left(GateOverride override) {
    return override.left(now);
  }

  /** When it ends, by the wall clock as it is now. */
  public Instant end(GateOverride override) {
    return now.wallClock().plus(left(override));
  }

  /** All that were ever given. */
  public List<GateOverride> newestFirst() {
    return found.given().stream()
        .sorted(Comparator.comparing(GateOverride::givenAt).reversed())
        .toList();
  }
}
