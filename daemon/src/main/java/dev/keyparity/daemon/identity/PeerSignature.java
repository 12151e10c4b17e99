package dev.keyparity.daemon.identity;

import java.util.Arrays;
import java.util.List;

/**
 * A signature made with a process's TLS key, with the chain that tells whose it is.
 *
 * <p>What it covers: the ASCII bytes {@code keyparity/peer-signature/1}, a zero byte, the format
 * name of the payload, a zero byte, the payload. A TLS 1.3 handshake signature begins with 64
 * spaces (RFC 8446 section 4.4.3), so neither can pass for the other.
 *
 * @param algorithm {@link #ALGORITHM}
 * @param chainDer certificates, DER, the signer's own first
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record PeerSignature(String algorithm, List<byte[]> chainDer, byte[] signature) {
  /** ECDSA on P-256 with SHA-256, the signature in DER. */
  public static final String ALGORITHM = "ecdsa-p256-sha256";

  static final String JDK_ALGORITHM = "SHA256withECDSA";

  public PeerSignature {
    chainDer = chainDer.stream().map(byte[]::clone).toList();
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PeerSignature other
        && algorithm.equals(other.algorithm)
        && Arrays.equals(signature, other.signature)
        && Arrays.deepEquals(chainDer.toArray(), other.chainDer.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return algorithm + " signature, chain of " + chainDer.size();
  }
}
