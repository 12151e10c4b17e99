package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.KmsObservation;
import dev.keyparity.agent.control.Serving;
import dev.keyparity.agent.store.KeyDirectoryReading;

/**
 * The KMS and its key files at one moment.
 *
 * @param serving what its process loaded when it started; unknown where no process lives
 */
public record KmsView(KeyDirectoryReading keys, KmsObservation kms, Serving serving) {

  /** Whether it answers and is proven to have loaded that key. */
  public boolean serves(String identity) {
    return kms.serves() && serving.identity().equals(identity);
  }
}
