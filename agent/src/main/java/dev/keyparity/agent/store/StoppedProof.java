package dev.keyparity.agent.store;

import java.util.Optional;

/**
 * Whether a service's KMS is stopped and no process of it lives, looked at each time it is asked.
 * Whoever controls the KMS implements it.
 */
@FunctionalInterface
public interface StoppedProof {

  /**
   * Looks now.
   *
   * @return empty if nothing of the KMS lives; else what lives, or why that cannot be told
   */
  Optional<String> refutation();
}
