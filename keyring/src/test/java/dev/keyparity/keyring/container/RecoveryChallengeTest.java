package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.Gpg;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecoveryChallengeTest {
  @Test
  void challenge_answeredWithPlainGpg_isProof() throws Exception {
    RecoveryChallenge challenge = challenge();
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(TestContainer.RECOVERY_SECRET.getBytes(US_ASCII), "--import");

      String answer = new String(gpg.run(challenge.message().getBytes(US_ASCII), "-d"), US_ASCII);

      assertThat(answer.strip()).matches("([2-9A-HJKMNP-Z]{5}-){5}[2-9A-HJKMNP-Z]{5}");
      assertThat(challenge.isAnsweredBy(answer)).isTrue();
      assertThat(challenge.isAnsweredBy("  " + answer.strip().toLowerCase(Locale.ROOT))).isTrue();
      assertThat(challenge().isAnsweredBy(answer)).isFalse();
    }
  }

  @Test
  void challenge_answeredWithAnythingElse_isNoProof() throws Exception {
    RecoveryChallenge challenge = challenge();

    assertThat(challenge.isAnsweredBy("")).isFalse();
    assertThat(challenge.isAnsweredBy(challenge.answerSha256().hex())).isFalse();
    assertThat(challenge.isAnsweredBy(challenge.message())).isFalse();
  }

  @Test
  void challenge_storedAndRead_isTheSame() throws Exception {
    RecoveryChallenge challenge = challenge();

    assertThat(RecoveryChallenge.parse(challenge.toJson())).isEqualTo(challenge);
  }

  @Test
  void challenge_written_isTheGoldenFile() throws Exception {
    RecoveryChallenge fixed =
        new RecoveryChallenge(
            new Fingerprint("A".repeat(40)),
            Instant.parse("2026-11-24T02:00:00Z"),
            "-----BEGIN PGP MESSAGE-----\n\nhQGMA=\n-----END PGP MESSAGE-----\n",
            Digest.of("AAAAA".getBytes(US_ASCII)));

    assertThat(new String(fixed.toJson(), UTF_8)).isEqualTo(golden());
    assertThat(RecoveryChallenge.parse(golden().getBytes(UTF_8))).isEqualTo(fixed);
    String newer = golden().replace("challenge/1", "challenge/2");
    assertThatThrownBy(() -> RecoveryChallenge.parse(newer.getBytes(UTF_8)))
        .isInstanceOf(KeyringException.class)
        .hasMessageContaining("expected: keyparity.recovery-challenge/1");
  }

  private static RecoveryChallenge challenge() throws KeyringException {
    return RecoveryChallenge.create(
        TestContainer.RECOVERY.recipient(), TestContainer.NOW, TestContainer.RANDOM);
  }

  private static String golden() throws IOException {
    try (InputStream in =
        RecoveryChallengeTest.class.getResourceAsStream("/golden/recovery-challenge.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
