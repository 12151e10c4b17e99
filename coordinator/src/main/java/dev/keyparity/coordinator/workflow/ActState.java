package dev.keyparity.coordinator.workflow;

import java.util.Locale;

/** What is known of one attempt of an act. Which may follow which is {@link Transitions#ACTS}. */
public enum ActState {
  /** About to be done, or done without our having heard: the intent is durable, no more. */
  INTENDED,
  /** Begun, and whoever did it does not know how it ended. */
  INDETERMINATE,
  /** Its effect is in place. */
  DONE,
  /** Its effect is known not to be in place. */
  FAILED;

  /** Whether the outcome is still to be learned. */
  public boolean isOpen() {
    return this == INTENDED || this == INDETERMINATE;
  }

  /** The spelling in stored records, on the wire and for people. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
