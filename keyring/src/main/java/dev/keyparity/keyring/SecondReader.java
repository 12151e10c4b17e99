package dev.keyparity.keyring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * Bouncy Castle's view of the same ring. It forgives much (a checksum, a duplicate, a missing
 * subkey), so it never makes a ring sound; but a ring that it reads differently is not sound
 * either, because what the KMS reads with may see what it sees.
 */
final class SecondReader {
  private SecondReader() {}

  /** Why it does not agree that these are the keys; empty if it does. */
  static Optional<String> objection(byte[] bytes, List<KeyFacts> keys) {
    Set<Fingerprint> expected =
        keys.stream().map(KeyFacts::fingerprint).collect(Collectors.toSet());
    Set<Fingerprint> seen = new HashSet<>();
    try {
      for (PGPSecretKeyRing ring :
          new PGPSecretKeyRingCollection(
              new ByteArrayInputStream(bytes), new BcKeyFingerprintCalculator())) {
        for (PGPSecretKey key : ring) {
          seen.add(Fingerprint.fromBytes(key.getPublicKey().getFingerprint()));
        }
      }
    } catch (IOException | PGPException | RuntimeException e) {
      // Rubbish makes Bouncy Castle throw many unchecked exceptions; each is an objection.
      return Optional.of("a second OpenPGP reader refuses it: " + e.getMessage());
    }
    return seen.equals(expected)
        ? Optional.empty()
        : Optional.of("a second OpenPGP reader sees other keys: " + seen);
  }
}
