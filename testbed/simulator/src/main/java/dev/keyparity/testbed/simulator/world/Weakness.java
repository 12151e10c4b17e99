package dev.keyparity.testbed.simulator.world;

import java.util.Set;

/**
 * A protection that is switched off, or a bug that is planted, in the simulated wiring: to see that
 * the checker notices.
 */
public enum Weakness {
  /** All is as in production. */
  NONE,

  /** Agents cannot tell one leadership from another. */
  FENCING_OFF,
  /** Agents do not bind an epoch to its first holder. */
  HOLDER_NOT_BOUND,
  /** A leader has a host fenced only when it first wants something of it. */
  BARRIER_OFF,
  /** An agent needs no permits, and gives its own whatever it does. */
  PERMITS_OFF,
  /** The same, and agents cannot tell leaderships apart: what permits are the last line against. */
  PERMITS_AND_FENCING_OFF,
  /** A begun stop is not kept. */
  PERMITS_FORGOTTEN,
  /** What is stopped lives on, and nobody can see it. */
  STOP_NOT_PROVEN,
  /** A backup that cannot be verified is taken for a good one. */
  BACKUP_GATE_OFF,
  /** A backup counts if the host itself can open it, whatever its ciphertext is. */
  CIPHERTEXT_UNCHECKED,
  /** Receipts of effects are not kept. */
  RECEIPTS_FORGOTTEN,
  /** The key file is not looked at again before a start. */
  REVERIFICATION_OFF,

  /** What an old answer answers is not looked at. */
  NONCE_IGNORED,

  /** A report counts for ever. */
  STALE_IS_GREEN,
  /** An agent may be stopped whether or not another host serves. */
  LAST_SERVING_UNGUARDED,

  /** Planted: a plan lets all other keys give way when the operator named one. */
  GIVES_WAY_UNASKED,
  /** Planted: what an open run changes is told as a drift. */
  SANCTIONS_FORGOTTEN,
  /** Planted: nothing is told while a run is open. */
  ALARMS_SLEEP,
  /** Planted: once a leader is gone nobody is elected. */
  ELECTED_ONCE,

  /** Planted: an agent says in its audit log what it did, and not what it is about to do. */
  AUDIT_AFTER_EFFECT,
  /** Planted: a receipt says done from the beginning. */
  RECEIPT_BEFORE_EFFECT,
  /** Planted: the leadership a host is bound to is not on disk. */
  FENCE_IN_MEMORY,
  /** Planted: a KMS counts as serving as soon as its process lives. */
  HEALTH_IS_A_PROCESS,
  /** Planted: what strangers do to key files is noticed by nobody. */
  STRANGERS_UNSEEN,
  /** The same, and the key file is not looked at again before a start. */
  STRANGERS_UNSEEN_AND_REVERIFICATION_OFF,
  /** Planted: backups are not forced to disk. */
  BACKUP_NOT_FORCED,
  /** Planted: the stop of a KMS is not waited for. */
  STOP_NOT_AWAITED,
  /** Planted: the new key is put down outside the key directory first. */
  KEY_STAGED_ELSEWHERE;

  boolean has(Weakness one) {
    return this == one || parts().contains(one);
  }

  private Set<Weakness> parts() {
    return switch (this) {
      case PERMITS_AND_FENCING_OFF -> Set.of(PERMITS_OFF, FENCING_OFF);
      case STRANGERS_UNSEEN_AND_REVERIFICATION_OFF -> Set.of(STRANGERS_UNSEEN, REVERIFICATION_OFF);
      default -> Set.of();
    };
  }
}
