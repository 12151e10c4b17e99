package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;

/** Asks the ZooKeeper ensemble that a KMS itself uses. Thread-safe; blocks until its deadline. */
@FunctionalInterface
public interface KmsEnsemble {

  /**
   * @param usable whether it answers, has a quorum and takes writes
   * @param sentence what was found, for the journal; why not, if not usable
   */
  record Health(boolean usable, String sentence) {}

  Health check(KmsZooKeeper ensemble);
}
