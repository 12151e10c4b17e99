package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.Gpg;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.RingFacts;
import dev.keyparity.keyring.RingReader;
import dev.keyparity.keyring.Soundness;
import dev.keyparity.keyring.TestRings;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecipientTest {
  private static final byte[] NOTHING = {};

  @Test
  void keyMadeByGpg_parsedInBothForms_isTheSameRecipient() throws Exception {
    try (Gpg gpg = Gpg.modern()) {
      byte[] binary = curveKey(gpg);
      Recipient recipient = Recipient.parse(binary);

      assertThat(recipient.fingerprint().hex()).isEqualTo(gpg.secretFingerprints().get(0));
      assertThat(recipient.encryptionKeyFingerprint().hex())
          .isEqualTo(gpg.secretFingerprints().get(1));
      assertThat(recipient.userId()).isEqualTo("ops");
      assertThat(recipient.expiresAt()).isEmpty();
      Recipient again = Recipient.parse(recipient.armoured().getBytes(US_ASCII));
      assertThat(again.fingerprint()).isEqualTo(recipient.fingerprint());
      assertThat(recipient.armoured()).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----");
    }
  }

  @Test
  void expiringKey_parsed_saysWhen() throws Exception {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(NOTHING, "--passphrase", "", "--quick-gen-key", "ops", "rsa2048", "cert,encr", "1y");

      assertThat(Recipient.parse(gpg.run(NOTHING, "--export")).expiresAt())
          .hasValueSatisfying(at -> assertThat(at).isAfter(Instant.now()));
    }
  }

  @Test
  void secretKey_parsed_isRefusedByName() {
    assertRefused(ErrorCode.MALFORMED, "this is a secret key", TestRings.approved());
  }

  @Test
  void weakKey_parsed_isRefused() {
    assertRefused(ErrorCode.UNUSABLE_KEY, "weaker than RSA 2048", TestRings.approvedPublic());
  }

  @Test
  void twoKeys_parsed_areRefused() {
    byte[] both = TestRings.concat(TestRings.approvedPublic(), TestRings.approvedPublic());

    assertRefused(ErrorCode.MALFORMED, "more than one key", both);
  }

  @Test
  void rubbish_parsed_isRefused() {
    for (String text : new String[] {"", "hello", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"}) {
      assertRefused(ErrorCode.MALFORMED, "public key", text.getBytes(US_ASCII));
    }
    assertRefused(ErrorCode.TOO_LARGE, "at most", new byte[2 * 1024 * 1024]);
  }

  @Test
  void keyThatCannotEncrypt_parsed_isRefused() throws Exception {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(NOTHING, "--passphrase", "", "--quick-gen-key", "ops", "ed25519", "cert,sign");

      assertRefused(
          ErrorCode.UNUSABLE_KEY, "no valid key that can encrypt", gpg.run(NOTHING, "--export"));
    }
  }

  @Test
  void revokedKey_parsed_isRefused() throws Exception {
    try (Gpg gpg = Gpg.modern()) {
      curveKey(gpg);
      String name = "openpgp-revocs.d/" + gpg.secretFingerprints().get(0) + ".rev";
      String revocation = new String(gpg.file(name), US_ASCII).replace(":-----", "-----");
      gpg.run(revocation.getBytes(US_ASCII), "--import");

      assertRefused(ErrorCode.UNUSABLE_KEY, "revoked", gpg.run(NOTHING, "--export"));
    }
  }

  @Test
  void subkeyGraftedFromAnotherKey_parsed_isNotEncryptedTo() throws Exception {
    try (Gpg honest = Gpg.modern();
        Gpg attacker = Gpg.modern()) {
      honest.run(NOTHING, "--passphrase", "", "--quick-gen-key", "ops", "ed25519", "cert,sign");
      byte[] victim = honest.run(NOTHING, "--export");
      byte[] other = curveKey(attacker);
      // The last two packets of the other key: its encryption subkey and that subkey's binding.
      int from = lastSubkey(other);
      byte[] grafted =
          TestRings.concat(victim, java.util.Arrays.copyOfRange(other, from, other.length));

      assertRefused(ErrorCode.UNUSABLE_KEY, "no valid key that can encrypt", grafted);
    }
  }

  @Test
  void userIdChanged_parsed_isRefused() {
    byte[] key = dearmour(TestContainer.HOST.recipient().armoured());
    String hex = HexFormat.of().formatHex(key);
    String name = HexFormat.of().formatHex("kms1".getBytes(US_ASCII));
    String other = HexFormat.of().formatHex("kms9".getBytes(US_ASCII));

    assertRefused(
        ErrorCode.UNUSABLE_KEY,
        "no user id is signed by the key itself",
        HexFormat.of().parseHex(hex.replace(name, other)));
  }

  @Test
  void generatedBackupKey_readAsARing_isSoundWithoutWarnings() {
    BackupKey made =
        BackupKey.generate(
            "kms1", new KeyPairMaker(2_048, TestContainer.NOW, TestContainer.RANDOM));
    RingFacts facts = RingReader.read(made.exposeSecretKey());

    assertThat(facts.reasons()).isEmpty();
    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.warnings()).isEmpty();
    assertThat(facts.keys()).allMatch(k -> Boolean.TRUE.equals(k.secretConsistent()));
  }

  @Test
  void secretKeyTypes_printed_showNoSecret() {
    assertThat(TestContainer.HOST.toString())
        .isEqualTo("BackupKey[" + TestContainer.HOST.fingerprint() + ", secret part not shown]");
  }

  @Test
  void backupKey_parsedFromWhatItExposes_isTheSame() throws Exception {
    BackupKey again = BackupKey.parse(TestContainer.HOST.exposeSecretKey());

    assertThat(again.fingerprint()).isEqualTo(TestContainer.HOST.fingerprint());
  }

  @Test
  void publicKeyAsBackupKey_parsed_isRefused() {
    byte[] open = TestContainer.HOST.recipient().armoured().getBytes(US_ASCII);

    assertThatThrownBy(() -> BackupKey.parse(open))
        .isInstanceOf(KeyringException.class)
        .hasMessageContaining("no OpenPGP secret key");
  }

  @Test
  void passphrasedRecoveryKey_parsed_opensOnlyWithItsPassphrase() throws Exception {
    RecoveryKey made =
        RecoveryKey.generate(
            "ops",
            "correct".toCharArray(),
            new KeyPairMaker(2_048, TestContainer.NOW, TestContainer.RANDOM));
    byte[] secret = made.exposeArmouredSecretKey().getBytes(US_ASCII);
    assertThat(made.toString()).contains("secret part not shown");

    assertThat(BackupKey.parse(secret, "correct".toCharArray()).fingerprint())
        .isEqualTo(made.recipient().fingerprint());
    for (char[] wrong : new char[][] {"wrong".toCharArray(), null}) {
      assertThatThrownBy(() -> BackupKey.parse(secret, wrong))
          .isInstanceOfSatisfying(
              KeyringException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_KEY));
    }
  }

  private static byte[] curveKey(Gpg gpg) {
    gpg.run(
        NOTHING, "--passphrase", "", "--quick-gen-key", "ops", "future-default", "default", "0");
    return gpg.run(NOTHING, "--export");
  }

  private static int lastSubkey(byte[] key) {
    // Old-format headers of tag 14 with a one-octet length, as gpg writes them.
    for (int at = key.length - 1; at > 0; at--) {
      if ((key[at] & 0xff) == 0xb8 && key[at + 2] == 4) {
        return at;
      }
    }
    throw new IllegalArgumentException("no subkey");
  }

  private static byte[] dearmour(String text) {
    try (Gpg gpg = Gpg.modern()) {
      return gpg.run(text.getBytes(US_ASCII), "--dearmor");
    }
  }

  private static void assertRefused(ErrorCode code, String why, byte[] key) {
    assertThatThrownBy(() -> Recipient.parse(key))
        .isInstanceOfSatisfying(
            KeyringException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.getMessage()).contains(why);
            });
  }
}
