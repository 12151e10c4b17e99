package dev.keyparity.agent.store;

import dev.keyparity.daemon.identity.PeerSignature;
import java.util.Arrays;

/**
 * A {@link CopyReceipt} as it was signed; nothing is believed of it before it is verified.
 *
 * @param payload the receipt's canonical bytes
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record SignedCopyReceipt(byte[] payload, PeerSignature signature) {
  public SignedCopyReceipt {
    payload = payload.clone();
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SignedCopyReceipt other
        && Arrays.equals(payload, other.payload)
        && signature.equals(other.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "SignedCopyReceipt[" + payload.length + " bytes, " + signature + "]";
  }
}
