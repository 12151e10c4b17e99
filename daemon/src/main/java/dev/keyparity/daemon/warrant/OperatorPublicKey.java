package dev.keyparity.daemon.warrant;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An operator's Ed25519 public key (RFC 8032), written as the base64 of its 32 raw bytes; the X.509
 * SubjectPublicKeyInfo of RFC 8410 is read as well, plain or as PEM. Immutable.
 */
public final class OperatorPublicKey {
  /** DER in front of the 32 key bytes: SEQUENCE, AlgorithmIdentifier 1.3.101.112, BIT STRING. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int RAW_BYTES = 32;

  private final byte[] raw;
  private final PublicKey key;

  private OperatorPublicKey(byte[] raw) {
    this.raw = raw;
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + RAW_BYTES);
    System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, RAW_BYTES);
    try {
      key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("operator public key: not an Ed25519 point", e);
    }
  }

  static OperatorPublicKey ofRaw(byte[] raw) {
    return new OperatorPublicKey(raw.clone());
  }

  static OperatorPublicKey of(PublicKey key) {
    byte[] spki = key.getEncoded();
    if (!isSpki(spki)) {
      throw new IllegalArgumentException("operator public key: not Ed25519");
    }
    return new OperatorPublicKey(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
  }

  /**
   * @throws IllegalArgumentException unless the text is one Ed25519 public key
   */
  public static OperatorPublicKey parse(String text) {
    String body =
        text.replace("-----BEGIN PUBLIC KEY-----", "")
            .replace("-----END PUBLIC KEY-----", "")
            .replaceAll("\\s", "");
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("operator public key: not base64", e);
    }
    if (isSpki(bytes)) {
      bytes = Arrays.copyOfRange(bytes, SPKI_PREFIX.length, bytes.length);
    }
    if (bytes.length != RAW_BYTES) {
      throw new IllegalArgumentException(
          "operator public key: "
              + bytes.length
              + " bytes (expected: 32 raw bytes, or an Ed25519 SubjectPublicKeyInfo)");
    }
    return new OperatorPublicKey(bytes);
  }

  private static boolean isSpki(byte[] bytes) {
    return bytes.length == SPKI_PREFIX.length + RAW_BYTES
        && Arrays.equals(SPKI_PREFIX, Arrays.copyOf(bytes, SPKI_PREFIX.length));
  }

  /** SHA-256 of the raw key, lower-case hex. */
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The one-line form for configuration files: base64 of the raw key. */
  public String text() {
    return Base64.getEncoder().encodeToString(raw);
  }

  public String pem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  boolean verifies(byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // The JDK throws for a signature that is not even well-formed: it does not verify.
      return false;
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OperatorPublicKey other && Arrays.equals(raw, other.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return text();
  }
}
