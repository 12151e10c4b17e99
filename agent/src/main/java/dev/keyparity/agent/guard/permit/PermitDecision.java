package dev.keyparity.agent.guard.permit;

import dev.keyparity.daemon.fault.ErrorCode;

/** What came of asking for, giving, beginning or withdrawing: a next state, or a refusal. */
sealed interface PermitDecision {

  /** It is allowed; the state must be made durable before anything follows from it. */
  record Allowed(PermitState state) implements PermitDecision {}

  /** It is not; the state is unchanged. */
  record Refused(ErrorCode code, String reason) implements PermitDecision {}
}
