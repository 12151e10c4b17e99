package dev.keyparity.daemon.config;

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

class UserPasswordTest {
  @TempDir Path directory;

  private Path secretFile(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("auth"), content + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void read_ownersFile_secretNeverPrinted() throws IOException {
    UserPassword secret = UserPassword.read("zookeeper.auth_file", secretFile("keyparity:s3:cret"));

    assertThat(secret.reveal()).isEqualTo("keyparity:s3:cret".getBytes(UTF_8));
    assertThat(secret).hasToString("keyparity:(redacted)");
  }

  @Test
  void read_groupReadable_refusedAndSaysHowToMend() throws IOException {
    Path file = secretFile("keyparity:s3cret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> UserPassword.read("zookeeper.auth_file", file))
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
    Path file = secretFile("onlyapassword");

    assertThatThrownBy(() -> UserPassword.read("zookeeper.auth_file", file))
        .hasMessageContaining("expected: one line user:password")
        .hasMessageNotContaining("onlyapassword");
  }

  @Test
  void read_missing_unreadable() {
    assertThatThrownBy(() -> UserPassword.read("zookeeper.auth_file", directory.resolve("none")))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE));
  }
}
