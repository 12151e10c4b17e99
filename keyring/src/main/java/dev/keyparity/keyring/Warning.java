package dev.keyparity.keyring;

/**
 * Something an operator should mend that does not by itself make a key unusable.
 *
 * @param file the file's name in the key directory, or {@code .} for the directory itself
 * @param detail what is so and what was expected
 */
public record Warning(Kind kind, String file, String detail) {

  /** The sort of warning; stable names, because metrics carry them. */
  public enum Kind {
    /** Others than the owner may read or write it. */
    MODE,
    /** Another owner than the profile's. */
    OWNER,
    /** Another group than the profile's. */
    GROUP,
    /** GnuPG 2.1 or newer ran here and may ignore the key file from now on. */
    LEFTOVER,
    /** A file of the profile, other than the key file, is missing. */
    MISSING_FILE,
    /** A file of the profile, other than the key file, cannot be read or is not a regular file. */
    UNREADABLE_FILE,
    /** The file has more than one name. */
    HARD_LINK,
    /** The public ring does not hold the public part of a key in the key file. */
    PUBLIC_RING,
    /** In the key file, a key's signature over itself is missing, does not verify or is unclear. */
    SIGNATURE,
    /** In the key file, a packet that carries no key and that nothing vouches for. */
    PACKET,
    /** The same key stands in the file more than once. */
    DUPLICATE_KEY,
    /** Some bytes of the key file are not understood: what they hold is not known. */
    UNREAD_BYTES,
    /** A file other than the key file differs from the approved one. */
    OTHER_FILE_DIFFERS
  }

  @Override
  public String toString() {
    return file + ": " + detail;
  }
}
