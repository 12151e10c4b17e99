package dev.keyparity.agent.store;

import dev.keyparity.keyring.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, or that there is no such file. Its text is the digest or {@code absent}.
 *
 * @param digest null: there is no such file
 */
public record FileDigest(@Nullable Digest digest) {
  /** There is no such file. */
  public static final FileDigest ABSENT = new FileDigest(null);

  private static final String ABSENT_TEXT = "absent";

  public static FileDigest of(Digest digest) {
    return new FileDigest(digest);
  }

  public static FileDigest of(byte[] content) {
    return new FileDigest(Digest.of(content));
  }

  /**
   * @throws IllegalArgumentException if it is neither a digest nor {@code absent}
   */
  public static FileDigest parse(String text) {
    return text.equals(ABSENT_TEXT) ? ABSENT : new FileDigest(new Digest(text));
  }

  public boolean isAbsent() {
    return digest == null;
  }

  /** For people and logs: enough to tell two apart, not enough to confirm a stolen copy. */
  public String abbreviated() {
    return digest == null ? ABSENT_TEXT : digest.hex().substring(0, 8) + "…";
  }

  @Override
  public String toString() {
    return digest == null ? ABSENT_TEXT : digest.hex();
  }
}
