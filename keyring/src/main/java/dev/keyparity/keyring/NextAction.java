package dev.keyparity.keyring;

/** What whoever meets an error does next. */
public enum NextAction {
  /** The same call may work later. */
  RETRY,
  /** The world has changed: look again, then decide. */
  RE_OBSERVE,
  /** An operator must act. */
  ASK_OPERATOR,
  /** An invariant is broken: stop. */
  STOP
}
