package dev.keyparity.agent.gate;

import java.util.List;

/** What a gate found at one moment, and what it does. */
public record GateLook(GateScreen screen, GateDecision decision, OverridesSeen overrides) {

  /** Whether the KMS may start. */
  public boolean starts() {
    return decision.starts() || overrides.inForce().isPresent();
  }

  /** How a report would tell of it. */
  public GateStanding standing() {
    return GateStanding.of(decision, overrides.inForce().orElse(null));
  }

  /** What the journal is told, one line each. */
  public List<String> lines() {
    return screen.lines(decision, overrides);
  }
}
