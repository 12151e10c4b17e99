package dev.keyparity.coordinator.workflow;

/** The process dies here: nothing catches it, nothing after it runs. Only in tests. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  public SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
