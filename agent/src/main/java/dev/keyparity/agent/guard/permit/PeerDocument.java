package dev.keyparity.agent.guard.permit;

import dev.keyparity.daemon.identity.PeerSignature;
import java.util.Arrays;

/**
 * Canonical bytes with the signature of the process that wrote them; never re-encoded on the way.
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record PeerDocument(byte[] payload, PeerSignature signature) {
  public PeerDocument {
    payload = payload.clone();
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PeerDocument other
        && Arrays.equals(payload, other.payload)
        && signature.equals(other.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "document of %d bytes, %s".formatted(payload.length, signature);
  }
}
