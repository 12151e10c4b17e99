package dev.keyparity.keyring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** What people do to a key with GnuPG over the years, done; each once per test JVM. */
final class GnupgDeeds {
  private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();
  private static final byte[] NOTHING = new byte[0];

  private GnupgDeeds() {}

  /** GnuPG 1.4, RSA primary and subkey of this length. */
  static byte[] rsa(int bits) {
    return once(
        "rsa" + bits,
        () -> {
          try (Gpg gpg = Gpg.classic()) {
            gpg.generate(
                "Key-Type: RSA",
                "Key-Length: " + bits,
                "Key-Usage: sign",
                "Subkey-Type: RSA",
                "Subkey-Length: " + bits,
                "Subkey-Usage: encrypt",
                "Name-Real: keytrustee (client)");
            return gpg.file("secring.gpg");
          }
        });
  }

  /** As GnuPG 2.2 exports it after an import. */
  static byte[] reexported(byte[] ring) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, "--import");
      return gpg.exportSecret();
    }
  }

  /** As GnuPG 1.4 exports what it keeps itself. */
  static byte[] exportedByClassic(byte[] ring) {
    try (Gpg gpg = Gpg.classic()) {
      gpg.run(ring, "--import");
      return gpg.exportSecret();
    }
  }

  /** As GnuPG 2.2 exports it after it did something to the key. */
  static byte[] after(byte[] ring, String... command) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, "--import");
      String[] all = command.clone();
      for (int i = 0; i < all.length; i++) {
        all[i] = all[i].equals("FPR") ? gpg.secretFingerprints().get(0) : all[i];
      }
      gpg.run(NOTHING, all);
      return gpg.exportSecret();
    }
  }

  /** As GnuPG 2.2 exports it after somebody edited it, answering its questions so. */
  static byte[] edited(byte[] ring, String... answers) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, "--import");
      String primary = gpg.secretFingerprints().get(0);
      gpg.run(
          (String.join("\n", answers) + "\n").getBytes(StandardCharsets.UTF_8),
          "--no-batch",
          "--command-fd",
          "0",
          "--edit-key",
          primary);
      return gpg.exportSecret();
    }
  }

  /** What is left of a key when GnuPG deleted a secret part of it. */
  static byte[] withoutSecretOfLastSubkey(byte[] ring) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, "--import");
      List<String> all = gpg.secretFingerprints();
      gpg.run(NOTHING, "--delete-secret-keys", all.get(all.size() - 1) + "!");
      return gpg.exportSecret();
    }
  }

  /** Only this key out of a ring of several. */
  static byte[] only(byte[] ring, int which) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, "--import");
      String primary = gpg.secretFingerprints().get(2 * which);
      return gpg.run(NOTHING, "--export-secret-keys", primary);
    }
  }

  /** A key whose owner did not revoke it yet. */
  static byte[] beforeRevocation() {
    revocation();
    return once("unrevoked", () -> NOTHING);
  }

  /** The same key, revoked. */
  static byte[] revoked() {
    revocation();
    return once("revoked", () -> NOTHING);
  }

  private static synchronized void revocation() {
    if (MADE.containsKey("revoked")) {
      return;
    }
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(NOTHING, "--passphrase", "", "--quick-gen-key", "kms", "rsa1024", "sign", "never");
      String primary = gpg.secretFingerprints().get(0);
      gpg.run(
          NOTHING, "--passphrase", "", "--quick-add-key", primary, "rsa1024", "encrypt", "never");
      MADE.put("unrevoked", gpg.exportSecret());
      String certificate =
          Files.readString(gpg.home().resolve("openpgp-revocs.d").resolve(primary + ".rev"));
      // GnuPG puts a colon before the armour, so that nobody imports it by accident.
      gpg.run(
          certificate.replace(":-----BEGIN", "-----BEGIN").getBytes(StandardCharsets.UTF_8),
          "--import");
      MADE.put("revoked", gpg.exportSecret());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** With a signature by somebody else on its user id. */
  static byte[] signedBySomebodyElse(byte[] ring, byte[] signer) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, "--import");
      String subject = gpg.secretFingerprints().get(0);
      gpg.run(signer, "--import");
      String other =
          gpg.secretFingerprints().stream().filter(f -> !f.equals(subject)).toList().get(1);
      gpg.run(NOTHING, "--local-user", other, "--quick-sign-key", subject);
      return gpg.run(NOTHING, "--export-secret-keys", subject);
    }
  }

  /** The secret parts under another passphrase; none where it is empty. */
  static byte[] withPassphrase(byte[] ring, String before, String after) {
    try {
      var digests = new BcPGPDigestCalculatorProvider();
      var read = new PGPSecretKeyRing(ring, new BcKeyFingerprintCalculator());
      return PGPSecretKeyRing.copyWithNewPassword(
              read,
              before.isEmpty()
                  ? null
                  : new BcPBESecretKeyDecryptorBuilder(digests).build(before.toCharArray()),
              after.isEmpty()
                  ? null
                  : new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_128)
                      .build(after.toCharArray()))
          .getEncoded();
    } catch (IOException | PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] once(String name, Supplier<byte[]> make) {
    byte[] made = MADE.get(name);
    if (made == null) {
      made = make.get();
      MADE.put(name, made);
    }
    return made.clone();
  }
}
