package dev.keyparity.keyring;

/**
 * Whether the other key file is a proper byte prefix of the approved one. With both files at hand
 * it is plain to see; for a remote one, somebody asks a good host for the digest of its first
 * <em>n</em> bytes.
 */
public enum Truncation {
  /** The other file is the beginning of the approved one and shorter. */
  IS_PREFIX,
  /** It is not. */
  IS_NOT_PREFIX,
  /** Nobody could be asked. */
  UNKNOWN;

  /** Compares the bytes themselves. The empty file is a prefix of every other. */
  public static Truncation between(byte[] approved, byte[] other) {
    if (other.length >= approved.length) {
      return IS_NOT_PREFIX;
    }
    return java.util.Arrays.equals(approved, 0, other.length, other, 0, other.length)
        ? IS_PREFIX
        : IS_NOT_PREFIX;
  }
}
