package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.List;

/**
 * Whether the approved key file may be put back on a host while its KMS goes on, as far as a report
 * tells: the file is gone, or is damaged and no other key can be read in it, and the process is
 * known to have loaded the approved key. Whether what is left is nothing but a beginning of the
 * approved file is the agent's to find, byte by byte. Pure.
 */
public record InPlace(HostFacts host, IdentityStatement approved) {

  public boolean isWorthTrying() {
    return holdsNothingElse() && host.serves(approved.keyIdentity());
  }

  /** Whether no key but the approved one can be read in what is left of a key file. */
  public boolean holdsNothingElse() {
    boolean leavings = host.soundness().equals("absent") || host.soundness().equals("damaged");
    return leavings
        && !host.isChanging()
        && host.keysAtStake().beyond(List.of(), approved.fingerprints()).isEmpty();
  }
}
