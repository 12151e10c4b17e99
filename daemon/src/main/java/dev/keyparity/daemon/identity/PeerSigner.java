package dev.keyparity.daemon.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Signs in the name of this process. Thread-safe. */
@FunctionalInterface
public interface PeerSigner {
  /**
   * @param format the payload's own format name, such as {@code keyparity.permit/1}
   */
  PeerSignature sign(String format, byte[] payload);

  /** The bytes that are signed. */
  static byte[] signedBytes(String format, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
    out.writeBytes("keyparity/peer-signature/1".getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    out.writeBytes(format.getBytes(StandardCharsets.UTF_8));
    out.write(0);
    out.writeBytes(payload);
    return out.toByteArray();
  }
}
