package dev.keyparity.coordinator;

import dev.keyparity.coordinator.zookeeper.ZooKeeperSettings;
import dev.keyparity.daemon.config.ConfigFile;
import dev.keyparity.daemon.config.ConfigValues;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.Schema;
import dev.keyparity.daemon.config.Setting;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Every setting of {@code coordinator.yaml}, declared once, and how the file becomes a config. */
public final class CoordinatorConfigFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern ROOT = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9._-]*)+");
  private static final Pattern SERVERS =
      Pattern.compile("[^,\\s/]+:\\d{1,5}(,[^,\\s/]+:\\d{1,5})*");

  private static final SettingType<String> NAME_TYPE =
      SettingType.ofText(
          "name",
          "letters, digits, dot, hyphen and underscore, at most 64",
          text -> NAME.matcher(text).matches() ? text : null);

  private static final SettingType<String> ROOT_TYPE =
      SettingType.ofText(
          "znode path",
          "an absolute znode path as in /keyparity",
          text -> ROOT.matcher(text).matches() ? text : null);

  private static final SettingType<String> SERVERS_TYPE =
      SettingType.ofText(
          "servers",
          "host:port[,host:port…]",
          text -> SERVERS.matcher(text).matches() ? text : null);

  static final Setting<String> NAME_SETTING =
      Setting.of("name", NAME_TYPE).required().doc("This coordinator's name.");
  static final Setting<String> GROUP =
      Setting.of("group", NAME_TYPE)
          .required()
          .doc("Coordinators of one group elect one leader; every agent pins its group.");
  static final Setting<HostPort> LISTEN =
      Setting.hostPort("listen")
          .orElse(new HostPort("0.0.0.0", 7418))
          .doc("Address for operators' clients, gRPC with mutual TLS.");
  static final Setting<HostPort> ADVERTISE =
      Setting.hostPort("advertise")
          .required()
          .doc("Where operators' clients reach this coordinator; standbys send them there.");
  static final Setting<Path> CERT =
      Setting.path("tls.cert").required().doc("Certificate chain, PEM, our own first.");
  static final Setting<Path> KEY = Setting.path("tls.key").required().doc("Its private key, PEM.");
  static final Setting<Path> CA = Setting.path("tls.ca").required().doc("Trusted CAs, PEM.");
  static final Setting<HostPort> STATUS =
      StatusEndpoint.listenOnLoopback(7419, "the status page, metrics and health");
  static final Setting<String> CONNECT =
      Setting.of("zookeeper.connect", SERVERS_TYPE)
          .required()
          .doc("The ensemble that elects the leader and keeps the records.");
  static final Setting<Duration> SESSION =
      Setting.duration("zookeeper.session_timeout")
          .orElse(Duration.ofSeconds(10))
          .doc("How long a silent leader keeps leading; also the deadline of each call.");
  static final Setting<Path> AUTH =
      Setting.path("zookeeper.auth_file")
          .required()
          .doc("One line user:password for the digest scheme; mode 0600.");
  static final Setting<String> ROOT_SETTING =
      Setting.of("zookeeper.root", ROOT_TYPE)
          .orElse("/keyparity")
          .doc("The znode below which everything of ours stands.");
  static final Setting<Path> STATE =
      Setting.path("state_directory")
          .orElse(Path.of("/var/lib/keyparity-coordinator"))
          .doc("Where this coordinator keeps its audit log.");
  static final Setting<String> KMS_USER =
      Setting.of("kms.user", NAME_TYPE)
          .orElse("keyparity")
          .doc("The Hadoop user that asks: needs GET_KEYS, GET_METADATA and DECRYPT_EEK.");
  static final Setting<Duration> PROBE =
      Setting.duration("kms.probe_deadline")
          .orElse(Duration.ofSeconds(5))
          .doc("How long one KMS may take to answer one question.");
  static final Setting<Duration> SURVEY =
      Setting.duration("kms.survey_deadline")
          .orElse(Duration.ofMinutes(5))
          .doc("How long a whole survey or decrypt matrix may take.");
  static final Setting<Path> KMS_CA =
      Setting.path("kms.ca_file")
          .doc("CAs to believe where a KMS speaks TLS, PEM; the Java runtime's own by default.");
  static final Setting<Duration> FRESHNESS =
      Setting.duration("freshness")
          .orElse(Duration.ofSeconds(2))
          .doc("A host of which nothing newer is known is UNKNOWN.");
  static final Setting<Logging.Verbosity> LOG =
      Setting.oneOf("log_level", Logging.Verbosity.class)
          .orElse(Logging.Verbosity.INFO)
          .doc("What is logged to standard error.");

  /** All settings, for the reference. */
  public static final Schema SCHEMA =
      Schema.of(
          "coordinator",
          NAME_SETTING,
          GROUP,
          LISTEN,
          ADVERTISE,
          CERT,
          KEY,
          CA,
          STATUS,
          StatusEndpoint.PASSWORD,
          CONNECT,
          SESSION,
          AUTH,
          ROOT_SETTING,
          STATE,
          KMS_USER,
          PROBE,
          SURVEY,
          KMS_CA,
          FRESHNESS,
          LOG);

  private CoordinatorConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws dev.keyparity.daemon.fault.KeyparityException that lists every problem at once
   */
  public static CoordinatorConfig read(Path file) {
    return ConfigFile.read(file, SCHEMA, CoordinatorConfigFile::config);
  }

  static CoordinatorConfig parse(String name, byte[] yaml) {
    return ConfigFile.parse(name, yaml, SCHEMA, CoordinatorConfigFile::config);
  }

  private static CoordinatorConfig config(ConfigValues values) {
    Duration session = values.get(SESSION);
    if (session.compareTo(Duration.ofSeconds(1)) < 0
        || session.compareTo(Duration.ofMinutes(2)) > 0) {
      values.reject(SESSION, "from 1s to 2m");
    }
    if (values.get(FRESHNESS).compareTo(Duration.ofMillis(1500)) < 0) {
      values.reject(FRESHNESS, "at least 1500ms: agents send a heartbeat each second");
    }
    if (values.get(PROBE).isZero()) {
      values.reject(PROBE, "> 0");
    }
    if (values.get(ADVERTISE).port() == 0) {
      values.reject(ADVERTISE, "a port that clients can use");
    }
    return new CoordinatorConfig(
        values.get(NAME_SETTING),
        values.get(GROUP),
        values.get(LISTEN),
        values.get(ADVERTISE),
        new TlsFiles(values.get(KEY), values.get(CERT), values.get(CA)),
        StatusEndpoint.of(values, STATUS),
        new ZooKeeperSettings(
            values.get(CONNECT),
            session,
            values.get(AUTH),
            values.get(ROOT_SETTING),
            values.get(GROUP)),
        values.get(STATE),
        new CoordinatorConfig.Kms(
            values.get(KMS_USER),
            values.get(PROBE),
            values.get(SURVEY),
            values.find(KMS_CA).orElse(null)),
        values.get(FRESHNESS),
        values.get(LOG));
  }
}
