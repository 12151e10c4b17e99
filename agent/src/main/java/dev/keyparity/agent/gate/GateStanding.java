package dev.keyparity.agent.gate;

import org.jspecify.annotations.Nullable;

/** What a report says of a service's start gate. */
public record GateStanding(State state, String reason) {
  /** There is no gate: it is not switched on. */
  public static final GateStanding NONE = new GateStanding(State.ABSENT, "");

  /** How it stands. */
  public enum State {
    /** Not switched on. */
    ABSENT,
    /** The KMS would start. */
    OPEN,
    /** The KMS would not start. */
    CLOSED,
    /** The KMS would start, whatever is found. */
    OVERRIDDEN
  }

  /**
   * @param override the one in force; null if none
   */
  public static GateStanding of(GateDecision decision, @Nullable GateOverride override) {
    if (override != null) {
      return new GateStanding(
          State.OVERRIDDEN, "by %s: %s".formatted(override.by(), override.reason()));
    }
    return new GateStanding(decision.starts() ? State.OPEN : State.CLOSED, decision.why());
  }
}
