package dev.keyparity.keyring;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** File permissions as the octal number that people type into {@code chmod}. */
public final class PosixModes {
  private PosixModes() {}

  /** The nine permission bits. */
  public static int bits(Set<PosixFilePermission> permissions) {
    // "rw-r-----": each letter is one bit, from owner's read on.
    String bits =
        PosixFilePermissions.toString(permissions).replaceAll("[rwx]", "1").replace('-', '0');
    return Integer.parseInt(bits, 2);
  }

  /** Four octal digits, such as {@code 0600}. */
  public static String octal(Set<PosixFilePermission> permissions) {
    return String.format("%04o", bits(permissions));
  }

  /**
   * The permissions of an octal mode such as {@code 0600}.
   *
   * @throws IllegalArgumentException if it is not octal or has more than permission bits
   */
  public static Set<PosixFilePermission> parse(String octal) {
    if (!octal.matches("0?[0-7]{3}")) {
      throw new IllegalArgumentException("mode: " + octal + " (expected: three octal digits)");
    }
    int mode = Integer.parseInt(octal, 8);
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      letters.append((mode >> (8 - i) & 1) == 1 ? "rwx".charAt(i % 3) : '-');
    }
    return PosixFilePermissions.fromString(letters.toString());
  }
}
