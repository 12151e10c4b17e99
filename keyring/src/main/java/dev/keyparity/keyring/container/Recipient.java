package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/**
 * Somebody's OpenPGP public key that containers are encrypted to: a host's backup key or an
 * organization's recovery key. Only a key whose own signatures verify becomes one. Immutable.
 */
public final class Recipient {
  private static final int MOST_BYTES = 1024 * 1024;

  private final PGPPublicKeyRing ring;
  private final PGPPublicKey encryptionKey;

  private Recipient(PGPPublicKeyRing ring, PGPPublicKey encryptionKey) {
    this.ring = ring;
    this.encryptionKey = encryptionKey;
  }

  /**
   * Reads one public key, ASCII-armoured or binary, as {@code gpg --export} writes it.
   *
   * @throws KeyringException if it is not exactly one public key, or one that must not be used:
   *     revoked, badly signed, weak, or unable to encrypt
   */
  public static Recipient parse(byte[] publicKey) throws KeyringException {
    if (publicKey.length > MOST_BYTES) {
      throw new KeyringException(
          ErrorCode.TOO_LARGE,
          "public key: " + publicKey.length + " bytes (expected: at most " + MOST_BYTES + ")");
    }
    try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(publicKey))) {
      BcPGPObjectFactory objects = new BcPGPObjectFactory(in);
      Object first = objects.nextObject();
      if (first instanceof PGPSecretKeyRing) {
        throw malformed("public key: this is a secret key (expected: gpg --export NAME)");
      }
      if (!(first instanceof PGPPublicKeyRing ring)) {
        throw malformed("public key: no OpenPGP public key in it (expected: gpg --export NAME)");
      }
      if (objects.nextObject() != null) {
        throw malformed("public key: more than one key in it (expected: exactly one)");
      }
      return of(ring);
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle signals rubbish by many unchecked exceptions.
      throw new KeyringException(
          ErrorCode.MALFORMED, "public key: not an OpenPGP key: " + e.getMessage(), e);
    }
  }

  static Recipient of(PGPPublicKeyRing ring) throws KeyringException {
    try {
      return new Recipient(ring, EncryptionKeyChoice.from(ring));
    } catch (PGPException e) {
      throw new KeyringException(
          ErrorCode.UNUSABLE_KEY, "public key: its signatures cannot be checked", e);
    }
  }

  /** Of the primary key: what people know it by. */
  public Fingerprint fingerprint() {
    return Fingerprint.fromBytes(ring.getPublicKey().getFingerprint());
  }

  /** Of the key or subkey that session keys are encrypted to. */
  public Fingerprint encryptionKeyFingerprint() {
    return Fingerprint.fromBytes(encryptionKey.getFingerprint());
  }

  /** The first user id; empty if it is not valid UTF-8 or there is none. */
  public String userId() {
    Iterator<byte[]> ids = ring.getPublicKey().getRawUserIDs();
    return ids.hasNext() ? new String(ids.next(), StandardCharsets.UTF_8) : "";
  }

  /**
   * When its owner said it would expire. Containers are still encrypted to an expired key: gpg
   * decrypts with one, and a backup that nobody makes opens for nobody.
   */
  public Optional<Instant> expiresAt() {
    long seconds = ring.getPublicKey().getValidSeconds();
    return seconds == 0
        ? Optional.empty()
        : Optional.of(ring.getPublicKey().getCreationTime().toInstant().plusSeconds(seconds));
  }

  /** The public key as ASCII-armoured text. */
  public String armoured() {
    try {
      return armour(ring.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory cannot be encoded", e);
    }
  }

  PGPPublicKey encryptionKey() {
    return encryptionKey;
  }

  static String armour(byte[] packets) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ArmoredOutputStream out = ArmoredOutputStream.builder().clearHeaders().build(text)) {
      out.write(packets);
    }
    return text.toString(StandardCharsets.US_ASCII);
  }

  private static KeyringException malformed(String message) {
    return new KeyringException(ErrorCode.MALFORMED, message);
  }

  @Override
  public String toString() {
    return "Recipient[" + fingerprint() + "]";
  }
}
