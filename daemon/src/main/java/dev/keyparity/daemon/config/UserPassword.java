package dev.keyparity.daemon.config;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A user name and its password, of a file that its owner alone can read. Prints the name only. */
public final class UserPassword {
  private static final int MAX_BYTES = 4096;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final String userAndPassword;

  private UserPassword(String userAndPassword) {
    this.userAndPassword = userAndPassword;
  }

  /**
   * @param setting that names the file, for messages
   */
  public static UserPassword read(String setting, Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(mode)) {
        throw new KeyparityException(
            ErrorCode.CONFIG_INVALID,
            "%s: %s can be read by others (expected: mode 0600)".formatted(setting, file),
            "chmod 600 " + file);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw malformed(setting, file);
      }
      String line = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!line.matches("[^:\\s]+:\\S+")) {
        throw malformed(setting, file);
      }
      return new UserPassword(line);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE,
          "%s: %s cannot be read (expected: one line user:password)".formatted(setting, file),
          "write it, readable to the user of this process alone (mode 0600)",
          e);
    }
  }

  private static KeyparityException malformed(String setting, Path file) {
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID,
        "%s: %s is malformed (expected: one line user:password)".formatted(setting, file));
  }

  /** {@code user:password}, as both digest and basic schemes take it; grep for callers of this. */
  public byte[] reveal() {
    return userAndPassword.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return userAndPassword.substring(0, userAndPassword.indexOf(':')) + ":(redacted)";
  }
}
