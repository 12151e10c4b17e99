package dev.keyparity.testbed.simulator.world;

import java.time.Duration;

/** Whoever sends calls to agents. */
interface Caller {
  /** Of the machine it runs on. */
  String name();

  /** What this start of it is called. */
  String holder();

  boolean isDead();

  /** Something is about to leave it. */
  void beforeSend(String what);

  /** Waits, as the process that runs now. */
  void sleep(Duration time);
}
