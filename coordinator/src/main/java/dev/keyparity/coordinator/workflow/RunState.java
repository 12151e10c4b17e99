package dev.keyparity.coordinator.workflow;

import java.util.Locale;

/** How a run stands. Which state may follow which is {@link Transitions#RUNS}. */
public enum RunState {
  /** Deciding or acting. */
  RUNNING,
  /** Nothing to do until something named comes true, or its deadline passes. */
  WAITING,
  /** Stands still until an operator decides something named. */
  BLOCKED,
  /** Stands still because an operator, or the plan, said so. */
  PAUSED,
  /** Stands still because something went wrong that trying again by itself will not mend. */
  FAILED,
  /** Every step is done or skipped. */
  DONE,
  /** Ended by an operator before its end. */
  ABORTED;

  /** Whether the run is over: nothing follows. */
  public boolean isTerminal() {
    return this == DONE || this == ABORTED;
  }

  /** Whether only an operator can make it move. */
  public boolean standsStill() {
    return this == BLOCKED || this == PAUSED || this == FAILED;
  }

  /** The spelling in stored records, on the wire and for people. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
