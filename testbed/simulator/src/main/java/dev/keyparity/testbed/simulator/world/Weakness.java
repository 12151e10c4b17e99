package dev.keyparity.testbed.simulator.world;

/** A protection that is switched off to see that the checker notices. */
public enum Weakness {
  /** All is as in production. */
  NONE,
  /** Agents cannot tell one leadership from another. */
  FENCING_OFF,
  /** Receipts of effects are not kept. */
  RECEIPTS_FORGOTTEN,
  /** A begun stop is not kept. */
  PERMITS_FORGOTTEN,
  /** What is stopped lives on, and nobody can see it. */
  STOP_NOT_PROVEN
}
