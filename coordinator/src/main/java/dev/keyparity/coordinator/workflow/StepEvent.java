package dev.keyparity.coordinator.workflow;

/** What changes the state of a step. */
enum StepEvent {
  /** Its turn has come. */
  BEGIN,
  /** It waits for something. */
  WAIT,
  /** What it waited for came true. */
  PROCEED,
  /** It needs an operator's decision. */
  BLOCK,
  /** It went wrong. */
  FAIL,
  /** An operator has it tried again. */
  RETRY,
  /** All is done. */
  FINISH,
  /** There was nothing to do. */
  SKIP
}
