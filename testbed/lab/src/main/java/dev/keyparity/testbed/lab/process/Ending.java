package dev.keyparity.testbed.lab.process;

/** Something that was started and has to end. */
public interface Ending {
  /**
   * Ends it, by force if need be, and returns when it is gone; does nothing if it is gone already.
   */
  void end();
}
