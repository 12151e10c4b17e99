package dev.keyparity.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusEndpointTest {
  private static StatusAccess access(String host, @Nullable Path passwordFileOrNull)
      throws Exception {
    SSLContext ours = SSLContext.getDefault();
    return new StatusEndpoint(new HostPort(host, 0), passwordFileOrNull).access(() -> ours);
  }

  @Test
  void loopback_isInClear_andBeyondItTlsIsNotAskedFor(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "prom:secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    for (String loopback : new String[] {"127.0.0.1", "127.0.0.3", "localhost", "::1"}) {
      assertThat(access(loopback, null)).hasToString("clear");
    }
    assertThat(access("127.0.0.1", file)).hasToString("clear, password (redacted)");
    assertThat(access("0.0.0.0", file)).hasToString("TLS, password (redacted)");
    assertThat(access("0.0.0.0", file).isGuarded()).isTrue();
    assertThat(access("no.such.host.invalid", null).isGuarded()).isFalse();
  }

  @Test
  void passwordFile_thatOthersCanRead_isRefused(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "prom:secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> access("127.0.0.1", file))
        .isInstanceOf(KeyparityException.class)
        .hasMessageContaining("status.password_file")
        .hasMessageNotContaining("secret");
  }
}
