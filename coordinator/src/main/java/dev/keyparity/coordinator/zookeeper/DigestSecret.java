package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Our name and password in ZooKeeper's digest scheme. Prints the name only. */
final class DigestSecret {
  private static final int MAX_BYTES = 4096;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final String userAndPassword;

  private DigestSecret(String userAndPassword) {
    this.userAndPassword = userAndPassword;
  }

  static DigestSecret read(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(mode)) {
        throw new KeyparityException(
            ErrorCode.CONFIG_INVALID,
            "zookeeper.auth_file: %s can be read by others (expected: mode 0600)".formatted(file),
            "chmod 600 " + file);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw malformed(file);
      }
      String line = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!line.matches("[^:\\s]+:\\S+")) {
        throw malformed(file);
      }
      return new DigestSecret(line);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE,
          "zookeeper.auth_file: %s cannot be read (expected: one line user:password)"
              .formatted(file),
          "",
          e);
    }
  }

  private static KeyparityException malformed(Path file) {
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID,
        "zookeeper.auth_file: %s is malformed (expected: one line user:password)".formatted(file));
  }

  /** The bytes ZooKeeper's client sends; grep for callers of this. */
  byte[] revealForZooKeeper() {
    return userAndPassword.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return userAndPassword.substring(0, userAndPassword.indexOf(':')) + ":(redacted)";
  }
}
