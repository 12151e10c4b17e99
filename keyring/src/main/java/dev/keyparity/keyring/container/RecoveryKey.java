package dev.keyparity.keyring.container;

import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.jspecify.annotations.Nullable;

/**
 * An organization's recovery key, just made: its secret part goes offline at once, its public part
 * to every agent. Whoever holds the secret part opens every backup with plain gpg, even if hosts
 * and keyparity are gone. An organization may as well bring a key of its own; then only its {@link
 * Recipient} is known here.
 */
public final class RecoveryKey {
  private static final int BITS = 3_072;

  private final PGPSecretKeyRing ring;
  private final Recipient recipient;

  private RecoveryKey(PGPSecretKeyRing ring, Recipient recipient) {
    this.ring = ring;
    this.recipient = recipient;
  }

  /**
   * @param passphrase protects the secret part; null for none. The caller wipes it.
   */
  public static RecoveryKey generate(
      String userId, char @Nullable [] passphrase, Instant createdAt, SecureRandom random) {
    return generate(userId, passphrase, new KeyPairMaker(BITS, createdAt, random));
  }

  static RecoveryKey generate(String userId, char @Nullable [] passphrase, KeyPairMaker maker) {
    try {
      PGPSecretKeyRing ring = maker.make(userId, passphrase);
      return new RecoveryKey(ring, Recipient.of(ring.toCertificate()));
    } catch (PGPException | KeyringException e) {
      throw new IllegalStateException("a key just made cannot be used", e);
    }
  }

  public Recipient recipient() {
    return recipient;
  }

  /** The secret key as ASCII-armoured text, for paper, a safe or {@code gpg --import}. */
  public String exposeArmouredSecretKey() {
    try {
      return Recipient.armour(ring.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory cannot be encoded", e);
    }
  }

  @Override
  public String toString() {
    return "RecoveryKey[" + recipient.fingerprint() + ", secret part not shown]";
  }
}
