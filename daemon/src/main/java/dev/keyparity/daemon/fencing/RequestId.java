package dev.keyparity.daemon.fencing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of one effect: equal for every repetition of the same request, different for every
 * new attempt.
 *
 * <p>It is derived, never drawn, so that a leader that lost its memory, or a ZooKeeper restored
 * from an old snapshot, re-creates the id that the agent already has a receipt for.
 *
 * @param hex the first 32 lower-case hex digits of a SHA-256 over the length-prefixed parts
 */
public record RequestId(String hex) {
  private static final String DOMAIN = "keyparity.request-id/1";

  public RequestId {
    if (!hex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException(
          "request id: %s (expected: 32 lower-case hex digits)".formatted(hex));
    }
  }

  /**
   * Derives the id of one attempt of one act.
   *
   * @param attempt from 1
   */
  public static RequestId derive(
      String service, String run, String step, String act, String host, int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: %d (expected: >= 1)".formatted(attempt));
    }
    MessageDigest sha256 = sha256();
    // Lengths go in, so that no two different lists of parts feed the same bytes.
    for (String part : List.of(DOMAIN, service, run, step, act, host, Integer.toString(attempt))) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha256.update(bytes);
    }
    return new RequestId(HexFormat.of().formatHex(sha256.digest(), 0, 16));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
