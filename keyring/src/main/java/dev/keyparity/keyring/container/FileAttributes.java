package dev.keyparity.keyring.container;

import java.time.Instant;

/**
 * What is kept of a file besides its content.
 *
 * @param mode permission bits, such as {@code 0600} octal
 */
public record FileAttributes(int mode, String owner, String group, Instant modifiedAt) {
  public FileAttributes {
    if ((mode & ~0777) != 0) {
      throw new IllegalArgumentException(
          "mode: " + Integer.toOctalString(mode) + " (expected: permission bits only)");
    }
  }

  String octal() {
    return String.format("%04o", mode);
  }
}
