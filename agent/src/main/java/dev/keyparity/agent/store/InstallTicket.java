package dev.keyparity.agent.store;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import java.util.Set;

/**
 * Leave to put approved key files in place, within exact bounds.
 *
 * @param installs digest of the new key file
 * @param identity digest of the approved key identity, which the new key file must have
 * @param givesWay fingerprints of present keys that may go because an operator named them; a
 *     primary key's stands for its subkeys
 */
public record InstallTicket(
    ReplacementTicket replacement, Digest installs, Digest identity, Set<Fingerprint> givesWay) {
  public InstallTicket {
    givesWay = Set.copyOf(givesWay);
  }
}
