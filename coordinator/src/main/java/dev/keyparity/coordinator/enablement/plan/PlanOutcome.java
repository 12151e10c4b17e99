package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;

/** What came of a request for a plan. */
public sealed interface PlanOutcome {

  /** A plan that can be signed. */
  record Planned(PlanRecord record) implements PlanOutcome {}

  /** There is no such plan. */
  record Refused(ErrorCode code, String message, String whatToDo, String rule)
      implements PlanOutcome {}

  static PlanOutcome refused(ErrorCode code, String message, String whatToDo) {
    return new Refused(code, message, whatToDo, "");
  }

  /** The plan, or the refusal as an exception. */
  default PlanRecord orElseThrow() {
    if (this instanceof Planned planned) {
      return planned.record();
    }
    Refused refused = (Refused) this;
    KeyparityException refusal =
        new KeyparityException(refused.code(), refused.message(), refused.whatToDo());
    throw refused.rule().isEmpty() ? refusal : refusal.withRule(refused.rule());
  }
}
