package dev.keyparity.agent.disk;

/**
 * The machine lost power. An error, not an exception, so that no handler in the code under test
 * runs as if it had survived.
 */
public final class PowerCut extends Error {
  private static final long serialVersionUID = 1L;

  PowerCut(Operation operation) {
    super("power cut before " + operation);
  }
}
