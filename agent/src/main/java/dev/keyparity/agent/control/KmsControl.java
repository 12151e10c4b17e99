package dev.keyparity.agent.control;

import java.time.Duration;
import java.util.List;

/**
 * Starts, stops and asks after the KMS of one service on this host. Thread-safe; start and stop are
 * called one at a time.
 */
public interface KmsControl {

  /** Looks now. Cheap enough to be called at every heartbeat. */
  KmsStatus status();

  /** Starts it and waits until it serves, or is seen to have failed, or the deadline passes. */
  ControlOutcome start(Duration deadline);

  /** Asks it to stop and waits until no process of it lives, or the deadline passes. */
  ControlOutcome stop(Duration deadline);

  /** Jobs for it that somebody has begun and that have not ended, one sentence each. */
  default List<String> underWay() {
    return List.of();
  }
}
