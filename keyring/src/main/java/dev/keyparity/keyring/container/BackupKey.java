package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/**
 * An OpenPGP key pair at hand with its secret part, so that it opens containers: the host's own
 * backup key, or a recovery key brought back for a restore. Its secret part is not printable.
 * Immutable.
 */
public final class BackupKey {
  private static final int BITS = 3_072;

  private final PGPSecretKeyRing ring;
  private final Recipient recipient;
  private final char @Nullable [] passphrase;

  private BackupKey(PGPSecretKeyRing ring, char @Nullable [] passphrase) throws KeyringException {
    this.ring = ring;
    this.passphrase = passphrase == null ? null : passphrase.clone();
    this.recipient = Recipient.of(ring.toCertificate());
  }

  /**
   * A new RSA key without a passphrase; the caller keeps {@link #exposeSecretKey} with mode 0600.
   */
  public static BackupKey generate(String userId, Instant createdAt, SecureRandom random) {
    return generate(userId, new KeyPairMaker(BITS, createdAt, random));
  }

  static BackupKey generate(String userId, KeyPairMaker maker) {
    try {
      return new BackupKey(maker.make(userId, null), null);
    } catch (PGPException | KeyringException e) {
      throw new IllegalStateException("a key just made cannot be used", e);
    }
  }

  /** Reads a secret key without a passphrase, binary or ASCII-armoured. */
  public static BackupKey parse(byte[] secretKey) throws KeyringException {
    return parse(secretKey, null);
  }

  /**
   * Reads a secret key, binary or ASCII-armoured. The passphrase is copied; the caller wipes its
   * own.
   *
   * @throws KeyringException {@link ErrorCode#WRONG_KEY} if the passphrase does not open it
   */
  public static BackupKey parse(byte[] secretKey, char @Nullable [] passphrase)
      throws KeyringException {
    try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(secretKey))) {
      BcPGPObjectFactory objects = new BcPGPObjectFactory(in);
      if (!(objects.nextObject() instanceof PGPSecretKeyRing ring)) {
        throw new KeyringException(
            ErrorCode.MALFORMED, "secret key: no OpenPGP secret key in it (expected: one)");
      }
      if (objects.nextObject() != null) {
        throw new KeyringException(
            ErrorCode.MALFORMED, "secret key: more than one key in it (expected: exactly one)");
      }
      BackupKey key = new BackupKey(ring, passphrase);
      if (key.keyPair(key.recipient.encryptionKey().getKeyID()).isEmpty()) {
        throw noSecret(key);
      }
      return key;
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle signals rubbish by many unchecked exceptions; none carries secret bytes.
      throw new KeyringException(ErrorCode.MALFORMED, "secret key: not an OpenPGP key", e);
    }
  }

  /** Its public side, to encrypt to. */
  public Recipient recipient() {
    return recipient;
  }

  public Fingerprint fingerprint() {
    return recipient.fingerprint();
  }

  /** The secret key as {@code gpg --import} takes it: binary, protected only as it was given. */
  public byte[] exposeSecretKey() {
    try {
      return ring.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory cannot be encoded", e);
    }
  }

  /** The key pair with this id, if it is one of this key's and has its secret part. */
  Optional<PGPKeyPair> keyPair(long keyId) throws KeyringException {
    PGPSecretKey key = ring.getSecretKey(keyId);
    if (key == null || key.isPrivateKeyEmpty()) {
      return Optional.empty();
    }
    try {
      char[] word = passphrase == null ? new char[0] : passphrase;
      return Optional.ofNullable(
          key.extractKeyPair(
              new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(word)));
    } catch (PGPException e) {
      throw new KeyringException(
          ErrorCode.WRONG_KEY, "secret key " + fingerprint() + ": the passphrase is wrong", e);
    }
  }

  private static KeyringException noSecret(BackupKey key) {
    return new KeyringException(
        ErrorCode.UNUSABLE_KEY,
        "secret key " + key.fingerprint() + ": its encryption key has no secret part here");
  }

  @Override
  public String toString() {
    return "BackupKey[" + fingerprint() + ", secret part not shown]";
  }
}
