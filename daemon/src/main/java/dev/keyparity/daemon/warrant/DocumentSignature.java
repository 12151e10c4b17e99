package dev.keyparity.daemon.warrant;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One operator's detached signature.
 *
 * @param algorithm {@link OperatorKey#ALGORITHM}; a reader that does not know the tag does not
 *     count the signature
 * @param operator who claims to have signed; believed only together with the pinned key
 * @param keyFingerprint SHA-256 of the raw public key, lower-case hex
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record DocumentSignature(
    String algorithm, String operator, String keyFingerprint, byte[] signature) {
  public DocumentSignature {
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DocumentSignature other
        && algorithm.equals(other.algorithm)
        && operator.equals(other.operator)
        && keyFingerprint.equals(other.keyFingerprint)
        && Arrays.equals(signature, other.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "%s by %s (%s) %s"
        .formatted(algorithm, operator, keyFingerprint, HexFormat.of().formatHex(signature));
  }
}
