package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An operator's Ed25519 signing key. On disk: PKCS#8 PEM (RFC 8410 with the public key beside it),
 * mode 0600. It does not print and cannot be taken out of this object.
 */
public final class OperatorKey {
  /** The algorithm tag of its signatures. */
  public static final String ALGORITHM = "ed25519";

  private static final String PRIVATE_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String PRIVATE_END = "-----END PRIVATE KEY-----";
  private static final int LARGEST_FILE = 4096;

  private final PrivateKey privateKey;
  private final OperatorPublicKey publicKey;

  private OperatorKey(PrivateKey privateKey, OperatorPublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  public static OperatorKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new OperatorKey(pair.getPrivate(), OperatorPublicKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 15 platform has Ed25519", e);
    }
  }

  /** Writes a new file, private key first and the public key below it; never replaces one. */
  public void writeNew(Path file) {
    byte[] der = privateKey.getEncoded();
    byte[] pem = privatePem(der);
    try {
      DurableFile.at(file, DurableFile.OWNER_ONLY).writeNew(pem);
    } finally {
      Arrays.fill(der, (byte) 0);
      Arrays.fill(pem, (byte) 0);
    }
  }

  private byte[] privatePem(byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String text = PRIVATE_BEGIN + "\n" + body + "\n" + PRIVATE_END + "\n" + publicKey.pem();
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a key file that {@link #writeNew} made, or a bare PKCS#8 PEM beside which the public key
   * stands in the same file.
   */
  public static OperatorKey read(Path file) {
    byte[] bytes = DurableFile.at(file, DurableFile.OWNER_ONLY).readSecret(LARGEST_FILE);
    try {
      return parse(new String(bytes, StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "operator key " + file + ": not readable (expected: an Ed25519 PKCS#8 PEM file)",
          "keyparity pki issue operator NAME makes a new one",
          e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static OperatorKey parse(String pem) throws GeneralSecurityException {
    int begin = pem.indexOf(PRIVATE_BEGIN);
    int end = pem.indexOf(PRIVATE_END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no private key block");
    }
    String body = pem.substring(begin + PRIVATE_BEGIN.length(), end).replaceAll("\\s", "");
    PrivateKey privateKey =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    OperatorPublicKey publicKey =
        OperatorPublicKey.parse(pem.substring(end + PRIVATE_END.length()));
    OperatorKey key = new OperatorKey(privateKey, publicKey);
    // The JDK cannot derive the public half: prove that the two halves are one key.
    byte[] probe = "keyparity/operator-key-probe".getBytes(StandardCharsets.US_ASCII);
    if (!publicKey.verifies(probe, key.rawSign(probe))) {
      throw new IllegalArgumentException("public key is not that of the private key");
    }
    return key;
  }

  public OperatorPublicKey publicKey() {
    return publicKey;
  }

  DocumentSignature sign(String operator, byte[] signed) {
    return new DocumentSignature(ALGORITHM, operator, publicKey.fingerprint(), rawSign(signed));
  }

  private byte[] rawSign(byte[] signed) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(privateKey);
      signer.update(signed);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs any bytes", e);
    }
  }

  @Override
  public String toString() {
    return "operator key " + publicKey.fingerprint() + " (private part not shown)";
  }
}
