package dev.keyparity.agent.store;

import java.util.Optional;

/**
 * Whether no process of a service's KMS lives with which another key file would be at odds, looked
 * at each time it is asked. Whoever controls the KMS implements it: as a rule nothing may live;
 * where the file that is replaced holds nothing, a process may that has loaded the very key.
 */
@FunctionalInterface
public interface StoppedProof {

  /**
   * Looks now.
   *
   * @return empty if no such process lives; else what lives, or why that cannot be told
   */
  Optional<String> refutation();
}
