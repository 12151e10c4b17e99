package dev.keyparity.agent.rpc;

import dev.keyparity.agent.gate.GateStanding;

/** The start gate of one service, as its reports tell of it. Thread-safe. */
@FunctionalInterface
public interface GateWatch {
  /** Of a service without one. */
  GateWatch NONE = sighting -> GateStanding.NONE;

  /**
   * How it stands.
   *
   * @param sighting the key directory as the same report tells of it
   */
  GateStanding look(KeyFeed.Sighting sighting);
}
