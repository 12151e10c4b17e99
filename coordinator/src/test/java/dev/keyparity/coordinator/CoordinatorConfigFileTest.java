package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.zookeeper.ZooKeeperSettings;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinatorConfigFileTest {
  private static final String SMALLEST =
      """
      name: coord1
      group: prod
      advertise: coord1.example.com:7418
      tls: {cert: /t/tls.crt, key: /t/tls.key, ca: /t/ca.crt}
      zookeeper: {connect: "zk1:2181", auth_file: /t/zk.secret}
      """;

  @Test
  void parse_onlyWhatIsRequired_defaults() {
    assertThat(parse(SMALLEST))
        .isEqualTo(
            new CoordinatorConfig(
                "coord1",
                "prod",
                new HostPort("0.0.0.0", 7418),
                new HostPort("coord1.example.com", 7418),
                new TlsFiles(Path.of("/t/tls.key"), Path.of("/t/tls.crt"), Path.of("/t/ca.crt")),
                new StatusEndpoint(new HostPort("127.0.0.1", 7419), null),
                new ZooKeeperSettings(
                    "zk1:2181",
                    Duration.ofSeconds(10),
                    Path.of("/t/zk.secret"),
                    "/keyparity",
                    "prod"),
                Path.of("/var/lib/keyparity-coordinator"),
                new CoordinatorConfig.Kms(
                    "keyparity", Duration.ofSeconds(5), Duration.ofMinutes(5), null),
                Duration.ofSeconds(2),
                Logging.Verbosity.INFO));
  }

  @Test
  void parse_everyKeyGiven_everyValueMapped() {
    assertThat(
            parse(
                """
                name: c2
                group: lab
                listen: 127.0.0.1:1
                advertise: 127.0.0.1:2
                tls: {cert: /c, key: /k, ca: /a}
                status: {listen: "127.0.0.1:3", password_file: /p}
                zookeeper:
                  connect: z1:1,z2:2
                  session_timeout: 6s
                  auth_file: /s
                  root: /a/b
                state_directory: /state
                kms: {user: probe, probe_deadline: 3s, survey_deadline: 2m, ca_file: /kms.pem}
                freshness: 4s
                log_level: debug
                """))
        .isEqualTo(
            new CoordinatorConfig(
                "c2",
                "lab",
                new HostPort("127.0.0.1", 1),
                new HostPort("127.0.0.1", 2),
                new TlsFiles(Path.of("/k"), Path.of("/c"), Path.of("/a")),
                new StatusEndpoint(new HostPort("127.0.0.1", 3), Path.of("/p")),
                new ZooKeeperSettings(
                    "z1:1,z2:2", Duration.ofSeconds(6), Path.of("/s"), "/a/b", "lab"),
                Path.of("/state"),
                new CoordinatorConfig.Kms(
                    "probe", Duration.ofSeconds(3), Duration.ofMinutes(2), Path.of("/kms.pem")),
                Duration.ofSeconds(4),
                Logging.Verbosity.DEBUG));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "freshness: 1s | freshness: 1s (expected: at least 1500ms",
        "status: {listen: \"0.0.0.0:7419\"} | status.listen: 0.0.0.0:7419 (expected: loopback, or with status.password_file)",
        "log_level: loud | log_level: loud (expected: one of error|warn|info|debug)",
        "listen: 7418 | listen: 7418 (expected: host:port",
        "kms: {probe_deadline: 0s} | kms.probe_deadline: 0ms (expected: > 0)",
        "kms: {user: \"a b\"} | kms.user: a b (expected: letters",
        "zookeper: {} | zookeper: unknown setting",
      })
  void parse_badValue_saidWithKeyValueAndExpectation(String line, String problem) {
    assertThatThrownBy(() -> parse(SMALLEST + line + "\n")).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session_timeout: 500ms | zookeeper.session_timeout: 500ms (expected: from 1s to 2m)",
        "root: keyparity | zookeeper.root: keyparity (expected: an absolute znode path",
        "root: / | zookeeper.root: / (expected: an absolute znode path",
        "x: 1 | zookeeper.x: unknown setting",
      })
  void parse_badZooKeeperValue_said(String entry, String problem) {
    String file = SMALLEST.replace("zk.secret}", "zk.secret, " + entry + "}");
    assertThatThrownBy(() -> parse(file)).hasMessageContaining(problem);
  }

  @Test
  void parse_nothing_everyRequiredKeyNamedAtOnce() {
    assertThatThrownBy(() -> parse("{}"))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
              assertThat(e.operatorMessage().lines()).hasSize(8);
            });
  }

  private static CoordinatorConfig parse(String yaml) {
    return CoordinatorConfigFile.parse("coordinator.yaml", yaml.getBytes(UTF_8));
  }
}
