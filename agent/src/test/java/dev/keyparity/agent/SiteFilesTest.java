package dev.keyparity.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.effect.HostSettings.Property;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteFilesTest {
  private static final Path DIRECTORY = Path.of("/conf");
  private static final Path ACCESS = DIRECTORY.resolve("kms-acls.xml");
  private static final String DECRYPT = "hadoop.kms.acl.DECRYPT_EEK";
  private static final String TEXT =
      "<configuration><property><name>%s</name><value/></property></configuration>"
          .formatted(DECRYPT);

  private final InMemoryDisk disk = new InMemoryDisk();
  private final SiteFiles files =
      new SiteFiles(
          disk,
          service(),
          new AgentConfig.Clients(null, null),
          Path.of("/state/settings"),
          Ownership.of("kms", "kms", "0600"));

  private static AgentConfig.Service service() {
    return new AgentConfig.Service(
        "kms-prod",
        "keytrustee-kms",
        Path.of("/keys"),
        DIRECTORY,
        null,
        null,
        URI.create("http://127.0.0.1:16000/kms"),
        null,
        new AgentConfig.Control(
            AgentConfig.ControlKind.SYSTEMD,
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            "kms.service",
            "unix:path=/run/dbus/system_bus_socket",
            Duration.ofSeconds(90),
            Duration.ofSeconds(60)),
        DIRECTORY,
        false);
  }

  @BeforeEach
  void makeDirectories() {
    disk.put(DIRECTORY, Kind.DIRECTORY, "", 0755);
    disk.put(Path.of("/state"), Kind.DIRECTORY, "", 0700);
    disk.putFile(ACCESS, TEXT.getBytes(UTF_8), 0644);
  }

  /** An empty value means everybody, so it must be told from one that is not there. */
  @Test
  void access_isReadAsItStands() {
    List<Property> read =
        files.read(
            List.of(
                Map.entry("kms-acls.xml", DECRYPT),
                Map.entry("kms-acls.xml", "hadoop.kms.acl.CREATE")),
            new byte[16]);

    assertThat(read).extracting(Property::isPresent).containsExactly(true, false);
    assertThat(read.get(0).value()).isEmpty();
  }

  @Test
  void access_isNeverWritten_whateverTheCallerHolds() {
    assertThatExceptionOfType(KeyparityException.class)
        .isThrownBy(
            () ->
                files.write(
                    "kms-acls.xml", files.digest("kms-acls.xml"), Map.of(DECRYPT, "mallory")))
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
              assertThat(refused.operatorMessage()).startsWith("settings file: kms-acls.xml");
            });

    assertThat(new String(disk.require(ACCESS).content(), UTF_8)).isEqualTo(TEXT);
  }

  @Test
  void fileThatIsNobodysBusiness_isRefused() {
    assertThatExceptionOfType(KeyparityException.class)
        .isThrownBy(() -> files.read(List.of(Map.entry("../../etc/passwd", "root")), new byte[16]))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
  }
}
