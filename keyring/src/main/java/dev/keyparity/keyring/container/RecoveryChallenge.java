package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A question that only the holder of a recovery key can answer: a random word encrypted to it, to
 * be opened with {@code gpg -d}. Only the digest of the answer is kept, so a stored challenge does
 * not give it away. Format {@code keyparity.recovery-challenge/1}.
 *
 * @param fingerprint of the recovery key
 * @param message ASCII-armoured ciphertext for the holder
 * @param answerSha256 of the answer
 */
public record RecoveryChallenge(
    Fingerprint fingerprint, Instant createdAt, String message, Digest answerSha256) {
  /** The name and number of this format. */
  public static final String FORMAT = "keyparity.recovery-challenge/1";

  // Without the letters that people mistake for digits.
  private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  private static final int GROUPS = 6;
  private static final int GROUP = 5;

  /** A new challenge with an answer that nobody has yet: 30 letters, about 148 bits. */
  public static RecoveryChallenge create(
      Recipient recoveryKey, Instant createdAt, SecureRandom random) throws KeyringException {
    StringBuilder answer = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      if (i > 0 && i % GROUP == 0) {
        answer.append('-');
      }
      answer.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    try {
      try (OpenPgpEncryption out =
          new OpenPgpEncryption(ciphertext, List.of(recoveryKey), createdAt, random)) {
        out.write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      return new RecoveryChallenge(
          recoveryKey.fingerprint(),
          createdAt,
          Recipient.armour(ciphertext.toByteArray()),
          digest(answer.toString()));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  /** Whether this is the answer; spaces around it and the case of letters do not matter. */
  public boolean isAnsweredBy(String answer) {
    return MessageDigest.isEqual(
        digest(answer.strip().toUpperCase(Locale.ROOT)).toByteArray(), answerSha256.toByteArray());
  }

  public byte[] toJson() {
    return StrictJson.pretty(FORMAT, this);
  }

  /**
   * @throws KeyringException if it is not this format, to the letter
   */
  public static RecoveryChallenge parse(byte[] json) throws KeyringException {
    return StrictJson.read(json, FORMAT, RecoveryChallenge.class);
  }

  private static Digest digest(String answer) {
    return Digest.of(answer.getBytes(StandardCharsets.UTF_8));
  }
}
