package dev.keyparity.testbed.simulator.time;

/** Ends the thread of a process that was killed: no handler in the product catches it. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  public Killed(String who) {
    super(who + " was killed", null, false, false);
  }
}
