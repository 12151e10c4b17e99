package dev.keyparity.keyring.seal;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * The key that a target makes for one run, lives in memory only and is destroyed after the import.
 * Not printable, not serializable. Thread-safe.
 */
public final class SealingKeyPair {
  private final byte[] secret;
  private final String publicKey;
  private boolean destroyed;

  private SealingKeyPair(byte[] secret) {
    this.secret = secret;
    this.publicKey =
        HexFormat.of()
            .formatHex(new X25519PrivateKeyParameters(secret).generatePublicKey().getEncoded());
  }

  public static SealingKeyPair generate(SecureRandom random) {
    byte[] secret = new byte[X25519PrivateKeyParameters.KEY_SIZE];
    random.nextBytes(secret);
    return new SealingKeyPair(secret);
  }

  /** A fixed pair, for golden files. */
  static SealingKeyPair ofSecret(byte[] secret) {
    return new SealingKeyPair(secret.clone());
  }

  /** The public key as {@link SealingOffer#sealingKey} takes it. */
  public String publicKey() {
    return publicKey;
  }

  /** Overwrites the secret; nothing sealed for it can be opened any more. May be repeated. */
  public synchronized void destroy() {
    Arrays.fill(secret, (byte) 0);
    destroyed = true;
  }

  public synchronized boolean isDestroyed() {
    return destroyed;
  }

  synchronized AsymmetricCipherKeyPair exposeKeyPair() throws KeyringException {
    if (destroyed) {
      throw new KeyringException(
          ErrorCode.DESTROYED, "sealing key " + publicKey.substring(0, 8) + "…: destroyed");
    }
    X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(secret);
    return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
  }

  @Override
  public String toString() {
    return "SealingKeyPair[" + publicKey.substring(0, 8) + "…, secret part not shown]";
  }
}
