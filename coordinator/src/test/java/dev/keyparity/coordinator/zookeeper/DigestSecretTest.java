package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestSecretTest {
  @TempDir Path directory;

  @Test
  void read_ownersFile_secretNeverPrinted() throws IOException {
    DigestSecret secret =
        DigestSecret.read(ZooKeeperLab.secretFile(directory, "auth", "keyparity:s3:cret"));

    assertThat(secret.revealForZooKeeper()).isEqualTo("keyparity:s3:cret".getBytes(UTF_8));
    assertThat(secret).hasToString("keyparity:(redacted)");
  }

  @Test
  void read_groupReadable_refusedAndSaysHowToMend() throws IOException {
    Path file = ZooKeeperLab.secretFile(directory, "auth", "keyparity:s3cret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> DigestSecret.read(file))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
              assertThat(e.operatorMessage()).contains("can be read by others");
              assertThat(e.whatToDo()).isEqualTo("chmod 600 " + file);
            });
  }

  @Test
  void read_noColon_refusedWithoutShowingIt() throws IOException {
    Path file = ZooKeeperLab.secretFile(directory, "auth", "onlyapassword");

    assertThatThrownBy(() -> DigestSecret.read(file))
        .hasMessageContaining("expected: one line user:password")
        .hasMessageNotContaining("onlyapassword");
  }

  @Test
  void read_missing_unreadable() {
    assertThatThrownBy(() -> DigestSecret.read(directory.resolve("none")))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE));
  }
}
