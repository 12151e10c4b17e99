package dev.keyparity.agent.control;

import java.util.Optional;

/**
 * How the KMS on this host is, observed now.
 *
 * @param living its process; empty unless one lives
 * @param detail one sentence: why down, why unknown
 */
public record KmsObservation(State state, Optional<ProcessSighting.Lives> living, String detail) {
  /** How a KMS is. */
  public enum State {
    /** A process lives and answers. */
    UP,
    /** A process lives and does not answer. */
    STARTING,
    /** No process lives, and nothing answers. */
    DOWN,
    /** It cannot be told. */
    UNKNOWN
  }

  public boolean serves() {
    return state == State.UP;
  }
}
