package dev.keyparity.coordinator.kms;

import java.net.URI;

/** Makes clients of single KMS hosts. Thread-safe. */
@FunctionalInterface
public interface KmsClients {
  /**
   * @param host the name for messages and results
   * @param kms that host's own base address, such as {@code http://kms1:16000/kms}
   */
  KmsClient of(String host, URI kms);
}
