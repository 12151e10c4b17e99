package dev.keyparity.coordinator.workflow;

import java.util.Locale;

/** How a step stands. Which state may follow which is {@link Transitions#STEPS}. */
public enum StepState {
  /** Not begun. */
  PENDING,
  /** Deciding or acting. */
  RUNNING,
  /** Waits for something named, until a deadline. */
  WAITING,
  /** All it had to do is done, with receipts. */
  DONE,
  /** There was nothing for it to do, for a reason that is recorded. */
  SKIPPED,
  /** Needs an operator's decision. */
  BLOCKED,
  /** Went wrong; an operator may have it tried again. */
  FAILED;

  /** Whether the step is over: nothing follows. */
  public boolean isTerminal() {
    return this == DONE || this == SKIPPED;
  }

  /** The spelling in stored records, on the wire and for people. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
