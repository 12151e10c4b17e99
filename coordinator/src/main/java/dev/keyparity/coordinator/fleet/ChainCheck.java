package dev.keyparity.coordinator.fleet;

/**
 * One question whether a new agent instance continues the audit log that was seen before. No two
 * are equal: an answer counts for its own question alone.
 */
final class ChainCheck {
  private final HostMark from;

  /**
   * @param from the mark whose audit record the agent must still have
   */
  ChainCheck(HostMark from) {
    this.from = from;
  }

  HostMark from() {
    return from;
  }
}
