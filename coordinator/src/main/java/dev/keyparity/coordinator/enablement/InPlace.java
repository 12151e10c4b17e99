package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.List;

/**
 * Whether the approved key file may be put back on a host while its KMS goes on, as far as a report
 * tells: the approved key is not whole there, no other key can be read, and the process is known to
 * have loaded the approved one. Whether what is left is nothing but a beginning of the approved
 * file is the agent's to find, byte for byte. Pure.
 */
public record InPlace(HostFacts host, IdentityStatement approved) {

  public boolean isWorthTrying() {
    return host.serves(approved.keyIdentity())
        && !host.identity().equals(approved.keyIdentity())
        && !host.isUnreadable()
        && hasNoOtherKey();
  }

  /** Whether with what is left of a key file no key at all can be used. */
  public boolean holdsNothingElse() {
    boolean leavings = host.soundness().equals("absent") || host.soundness().equals("damaged");
    return leavings && hasNoOtherKey();
  }

  private boolean hasNoOtherKey() {
    return !host.isChanging()
        && host.keysAtStake().beyond(List.of(), approved.fingerprints()).isEmpty();
  }
}
