package dev.keyparity.coordinator.workflow;

import java.util.Locale;

/** Who acts next after something was not done. */
public enum Next {
  /** The same again after a pause: it is expected to pass by itself. Bounded by time. */
  RETRY,
  /** Look at the world again, then decide. Bounded by the number of attempts. */
  RE_OBSERVE,
  /** Only a person can settle it: the step is blocked. */
  ASK_OPERATOR,
  /** A rule of safety forbids it: the step has failed. */
  STOP;

  /** The spelling in stored records. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
