package dev.keyparity.coordinator.workflow;

/** What changes the state of a run. */
enum RunEvent {
  /** The current step waits for something. */
  WAIT,
  /** What was waited for came true. */
  PROCEED,
  /** The current step needs an operator's decision. */
  BLOCK,
  /** The current step failed. */
  FAIL,
  /** An operator's pause, or a hold of the plan, takes effect. */
  PAUSE,
  /** An operator lets it go on. */
  RESUME,
  /** The last step ended. */
  FINISH,
  /** An operator's abort takes effect. */
  ABORT
}
