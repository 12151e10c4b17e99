package dev.keyparity.coordinator;

import dev.keyparity.coordinator.zookeeper.ZooKeeperSettings;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code coordinator.yaml} says. Immutable; holds no secret, only where they lie.
 *
 * @param name of this coordinator, as in its certificate
 * @param group coordinators of one group elect one leader; agents pin it
 * @param listen for operators' clients
 * @param advertise where operators' clients reach this coordinator
 * @param stateDirectory this coordinator's own audit log and locks
 */
public record CoordinatorConfig(
    String name,
    String group,
    HostPort listen,
    HostPort advertise,
    TlsFiles tls,
    StatusEndpoint status,
    ZooKeeperSettings zookeeper,
    Path stateDirectory,
    Kms kms,
    Duration freshness,
    Logging.Verbosity logLevel) {

  /**
   * How KMS hosts are asked.
   *
   * @param user the Hadoop user, with GET_KEYS, GET_METADATA and DECRYPT_EEK
   * @param probeDeadline of one question
   * @param surveyDeadline of a whole survey or matrix
   * @param caFileOrNull whom to believe where a KMS speaks TLS; null: the Java runtime's own CAs
   */
  public record Kms(
      String user, Duration probeDeadline, Duration surveyDeadline, @Nullable Path caFileOrNull) {
    public Optional<Path> caFile() {
      return Optional.ofNullable(caFileOrNull);
    }
  }
}
