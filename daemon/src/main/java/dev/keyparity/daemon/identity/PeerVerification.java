package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;

/** Whether a peer's signature is genuine, and whose it is. */
public sealed interface PeerVerification {

  record Verified(PeerName signer) implements PeerVerification {}

  /**
   * @param detail what was found and what was expected
   */
  record Refused(ErrorCode code, String detail) implements PeerVerification {}

  /** Whether it is genuine and made by exactly that role and name. */
  default boolean isBy(Role role, String name) {
    return this instanceof Verified verified
        && verified.signer().role() == role
        && verified.signer().name().equals(name);
  }

  /**
   * The signer.
   *
   * @param what what was signed, for the message: {@code permit of kms2}
   * @throws KeyparityException if refused
   */
  default PeerName orElseThrow(String what) {
    if (this instanceof Verified verified) {
      return verified.signer();
    }
    Refused refused = (Refused) this;
    throw new KeyparityException(refused.code(), what + ": " + refused.detail());
  }
}
