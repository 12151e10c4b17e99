package dev.keyparity.coordinator.workflow;

/** What changes the state of one attempt of an act. */
enum ActEvent {
  /** Its effect is in place, by a receipt or by observation. */
  LEARN_DONE,
  /** Its effect is not in place, by a receipt or by observation. */
  LEARN_NOT_DONE,
  /** It was begun and its end is not known. */
  LEARN_INDETERMINATE
}
