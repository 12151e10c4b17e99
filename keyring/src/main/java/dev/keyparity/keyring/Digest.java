package dev.keyparity.keyring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest, as 64 lower-case hexadecimal digits. The digest of a ring confirms a stolen
 * copy of it, so it goes over authenticated channels only, and never into a metric or a log at
 * INFO.
 */
public record Digest(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "digest: " + hex + " (expected: 64 lower-case hexadecimal digits, SHA-256)");
    }
  }

  public static Digest of(byte[] bytes) {
    return ofPrefix(bytes, bytes.length);
  }

  /** The digest of the first {@code length} bytes. */
  public static Digest ofPrefix(byte[] bytes, int length) {
    MessageDigest sha256 = newSha256();
    sha256.update(bytes, 0, length);
    return fromBytes(sha256.digest());
  }

  public static Digest fromBytes(byte[] thirtyTwoBytes) {
    return new Digest(HexFormat.of().formatHex(thirtyTwoBytes));
  }

  public byte[] toByteArray() {
    return HexFormat.of().parseHex(hex);
  }

  /** A fresh SHA-256, for callers that stream and end with {@link #fromBytes}. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java runtime lacks SHA-256, which every one must have", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
