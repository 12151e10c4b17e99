package dev.keyparity.agent.control;

import java.util.Optional;

/**
 * How the KMS of one service on this host is looked at, started and stopped. Thread-safe; each call
 * ends within the deadlines of its configuration, and none throws for what it finds.
 */
public interface KmsControl {

  /** Looks now. */
  ProcessSighting look();

  /** What the service manager still does to it, one clause; empty if nothing. */
  default Optional<String> underWay() {
    return Optional.empty();
  }

  /** How whoever started it waits until it serves. */
  default Pause pause() {
    return Pause.real();
  }

  /**
   * A stop of it that outlived whoever asked for it and is still at work, one clause; empty if
   * none. It would end the next process, too. A service manager whose start takes the place of a
   * stop has none.
   */
  default Optional<String> stopAtLarge() {
    return Optional.empty();
  }

  /** Starts it, and waits until its process lives; whether it serves is another question. */
  ControlResult start();

  /** Stops it, and waits until no process of it lives. */
  ControlResult stop();
}
