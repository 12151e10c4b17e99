package dev.keyparity.agent.disk;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a new file is and who may do what with it.
 *
 * @param owner a user's name or number; null: whoever this process runs as
 * @param group likewise
 * @param mode the permission bits from the first instant, whatever the umask
 */
public record Ownership(@Nullable String owner, @Nullable String group, int mode) {
  /** Ours, and nobody else may read it. */
  public static final Ownership PRIVATE = new Ownership(null, null, 0600);

  /** A directory that only we may enter. */
  public static final Ownership PRIVATE_DIRECTORY = new Ownership(null, null, 0700);

  public Ownership {
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException(
          "mode: %o (expected: permission bits, 0000 to 0777)".formatted(mode));
    }
  }

  /**
   * @param octalMode four octal digits, such as {@code 0600}
   */
  public static Ownership of(String owner, String group, String octalMode) {
    return new Ownership(owner, group, Integer.parseInt(octalMode, 8));
  }

  /** That of an existing file. */
  public static Ownership of(Attributes attributes) {
    return new Ownership(attributes.owner(), attributes.group(), attributes.mode() & 0777);
  }

  Set<PosixFilePermission> permissions() {
    StringBuilder letters = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < letters.length(); i++) {
      if ((mode & (0400 >> i)) == 0) {
        letters.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(letters.toString());
  }

  @Override
  public String toString() {
    return "%s:%s %s"
        .formatted(
            owner == null ? "(us)" : owner,
            group == null ? "(ours)" : group,
            PosixFilePermissions.toString(permissions()));
  }
}
