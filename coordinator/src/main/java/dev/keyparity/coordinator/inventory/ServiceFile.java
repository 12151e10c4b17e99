package dev.keyparity.coordinator.inventory;

import dev.keyparity.coordinator.inventory.ServiceSpec.Client;
import dev.keyparity.coordinator.inventory.ServiceSpec.ClouderaManager;
import dev.keyparity.coordinator.inventory.ServiceSpec.Dependant;
import dev.keyparity.coordinator.inventory.ServiceSpec.Host;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.coordinator.inventory.ServiceSpec.Mode;
import dev.keyparity.coordinator.inventory.ServiceSpec.OnDrift;
import dev.keyparity.coordinator.inventory.ServiceSpec.Policy;
import dev.keyparity.daemon.config.ConfigFile;
import dev.keyparity.daemon.config.ConfigValues;
import dev.keyparity.daemon.config.Schema;
import dev.keyparity.daemon.config.Setting;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.keyring.Profile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a service file (YAML). Every problem is reported at once, each with its line, key, value
 * and what was expected; an unknown key is a problem.
 */
public final class ServiceFile {
  /** What may name a service, a host or a dependant: it becomes part of paths and certificates. */
  static final SettingType<String> NAME =
      named("name", "[A-Za-z0-9][A-Za-z0-9._-]{0,127}", "letters, digits, '.', '_' and '-'");

  static final SettingType<String> ACCOUNT =
      named("account", "[a-z_][a-z0-9_-]{0,31}", "the name of a user or group");

  /** Hadoop's own rule for keys is lower-case; a key named otherwise would be refused late. */
  static final SettingType<String> KEY_NAME =
      named("key name", "[a-z0-9][a-z0-9._-]{0,127}", "a lower-case key name");

  static final SettingType<String> ZNODE =
      named("znode path", "(/[A-Za-z0-9._-]+)+", "an absolute znode path");

  static final SettingType<String> ENSEMBLE =
      named("servers", "[^,\\s/]+:\\d{1,5}(,[^,\\s/]+:\\d{1,5})*", "host:port[,host:port…]");

  static final SettingType<AgentAddress> AGENT =
      SettingType.ofText("host:port", "host:port as in kms1.example.com:7417", AgentAddress::parse);

  static final SettingType<URI> KMS =
      SettingType.ofText(
          "KMS address",
          "this host's own http(s)://host:port/kms, not one behind a load balancer",
          text -> kmsAddress(URI.create(text)) ? URI.create(text) : null);

  static final SettingType<URI> HTTP =
      SettingType.ofText(
          "http(s) address",
          "http(s)://host:port",
          text -> httpAddress(URI.create(text)) ? URI.create(text) : null);

  static final SettingType<String> PROFILE =
      SettingType.ofText(
          "profile",
          "keytrustee-kms or ranger-kms-kts",
          text -> Profile.named(text).name()); // throws what SettingType expects

  static final Setting<String> HOST_NAME =
      Setting.of("name", NAME).required().doc("The host's name: that of its agent's certificate.");
  static final Setting<AgentAddress> HOST_AGENT =
      Setting.of("agent", AGENT).required().doc("Where the host's agent listens.");
  static final Setting<URI> HOST_KMS =
      Setting.of("kms", KMS).required().doc("The address of this host's own KMS.");
  static final Schema HOST = Schema.of("host", HOST_NAME, HOST_AGENT, HOST_KMS);

  static final Setting<String> ZK_CONNECT =
      Setting.of("connect", ENSEMBLE).required().doc("The ensemble that the KMS itself uses.");
  static final Setting<String> ZK_PATH =
      Setting.of("path", ZNODE)
          .orElse("/kmsZKRoot")
          .doc("Where the KMS keeps its cookie secret and delegation tokens.");
  static final Schema ZOOKEEPER = Schema.of("zookeeper", ZK_CONNECT, ZK_PATH);

  static final Setting<OnDrift> ON_DRIFT =
      Setting.oneOf("on_drift", OnDrift.class)
          .orElse(OnDrift.ALERT)
          .doc(
              "What happens by itself when a host drifts; repair needs operators' word, quarantine is not"
                  + " built yet.");
  static final Setting<Integer> APPROVALS =
      Setting.integer("approvals", 1, 9)
          .orElse(1)
          .doc("Operator signatures an effect needs; an agent may demand more.");
  static final Schema POLICY = Schema.of("policy", ON_DRIFT, APPROVALS);

  static final Setting<URI> CM_URL =
      Setting.of("url", HTTP).required().doc("Cloudera Manager's own address.");
  static final Setting<String> CM_CLUSTER =
      Setting.string("cluster").required().doc("The cluster's name there.");
  static final Setting<String> CM_SERVICE =
      Setting.string("service").required().doc("The KMS service's name there.");
  static final Setting<Path> CM_CREDENTIALS =
      Setting.path("credentials_file")
          .required()
          .doc("On the coordinators' hosts: one line user:password, mode 0600.");
  static final Schema CLOUDERA_MANAGER =
      Schema.of("cloudera_manager", CM_URL, CM_CLUSTER, CM_SERVICE, CM_CREDENTIALS);

  static final Setting<String> DEPENDANT_HOST =
      Setting.of("host", NAME).required().doc("The host that restarts something.");
  static final Setting<AgentAddress> DEPENDANT_AGENT =
      Setting.of("agent", AGENT).required().doc("Where its agent listens.");
  static final Setting<String> RESTART =
      Setting.of("restart", NAME)
          .required()
          .doc("The command's name, as that agent's own configuration declares it.");
  static final Schema DEPENDANT = Schema.of("dependant", DEPENDANT_HOST, DEPENDANT_AGENT, RESTART);

  static final Setting<String> CLIENT_HOST =
      Setting.of("host", NAME).required().doc("A host with a Hadoop client configuration.");
  static final Setting<AgentAddress> CLIENT_AGENT =
      Setting.of("agent", AGENT).required().doc("Where its agent listens.");
  static final Setting<Path> CORE_SITE =
      Setting.path("core_site").required().doc("Its core-site.xml.");
  static final Setting<Path> HDFS_SITE =
      Setting.path("hdfs_site").doc("Its hdfs-site.xml, for clients older than Hadoop 3.");
  static final Schema CLIENT = Schema.of("client", CLIENT_HOST, CLIENT_AGENT, CORE_SITE, HDFS_SITE);

  static final Setting<String> SERVICE =
      Setting.of("service", NAME).required().doc("The service's name.");
  static final Setting<String> KIND =
      Setting.of("profile", PROFILE).orElse("keytrustee-kms").doc("Which files the KMS keeps.");
  static final Setting<Mode> MODE =
      Setting.oneOf("mode", Mode.class)
          .orElse(Mode.STANDALONE)
          .doc("Who starts and stops the KMS processes; cloudera-manager is not built yet.");
  static final Setting<Path> KEY_DIRECTORY =
      Setting.path("key_directory").doc("The key directory; the profile's own by default.");
  static final Setting<Path> CONFIG_DIRECTORY =
      Setting.path("config_directory")
          .required()
          .doc("The KMS's configuration directory: kms-site.xml and the like.");
  static final Setting<String> OWNER =
      Setting.of("owner", ACCOUNT).orElse("kms").doc("Who owns the key files.");
  static final Setting<String> GROUP =
      Setting.of("group", ACCOUNT).orElse("kms").doc("The key files' group.");
  static final Setting<List<ConfigValues>> HOSTS =
      Setting.sections("hosts", HOST).required().doc("The KMS hosts; one key for all of them.");
  static final Setting<ConfigValues> KMS_ZOOKEEPER =
      Setting.section("zookeeper", ZOOKEEPER).doc("The ZooKeeper of the KMS itself.");
  static final Setting<ConfigValues> SERVICE_POLICY =
      Setting.section("policy", POLICY).doc("What keyparity may do by itself.");
  static final Setting<String> PROBE_KEY =
      Setting.of("probe_key", KEY_NAME)
          .orElse("keyparity_probe")
          .doc("The one key that keyparity makes and rolls; it never deletes one.");
  static final Setting<ConfigValues> CM =
      Setting.section("cloudera_manager", CLOUDERA_MANAGER)
          .doc("Where Cloudera Manager answers; in mode cloudera-manager.");
  static final Setting<List<ConfigValues>> DEPENDANTS =
      Setting.sections("dependants", DEPENDANT)
          .doc("What is restarted once the KMS is highly available.");
  static final Setting<List<ConfigValues>> CLIENTS =
      Setting.sections("clients", CLIENT).doc("Whose client configuration names the KMS.");

  /** Every key a service file may have; the reference is made from it. */
  public static final Schema SCHEMA =
      Schema.of(
          "service",
          SERVICE,
          KIND,
          MODE,
          KEY_DIRECTORY,
          CONFIG_DIRECTORY,
          OWNER,
          GROUP,
          HOSTS,
          KMS_ZOOKEEPER,
          SERVICE_POLICY,
          PROBE_KEY,
          CM,
          DEPENDANTS,
          CLIENTS);

  private ServiceFile() {}

  /**
   * @param name what the bytes are called in messages, such as {@code kms-prod.yaml}
   * @throws dev.keyparity.daemon.fault.KeyparityException CONFIG_INVALID or CONFIG_UNKNOWN_KEY,
   *     with every problem on a line of its own
   */
  public static ServiceSpec parse(String name, byte[] yaml) {
    // Empty only where a misfit was noted, which parse() then throws.
    return ConfigFile.parse(name, yaml, SCHEMA, ServiceFile::spec).orElseThrow();
  }

  private static Optional<ServiceSpec> spec(ConfigValues file) {
    List<Host> hosts = file.get(HOSTS).stream().map(ServiceFile::host).toList();
    List<Dependant> dependants = file.get(DEPENDANTS).stream().map(ServiceFile::dependant).toList();
    List<Client> clients = file.get(CLIENTS).stream().map(ServiceFile::client).toList();
    if (!new ServiceChecks(file, hosts).check(dependants, clients)) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceSpec(
            file.get(SERVICE),
            file.get(KIND),
            file.get(MODE),
            file.find(KEY_DIRECTORY).orElseGet(() -> profileDirectory(file.get(KIND))),
            file.get(CONFIG_DIRECTORY),
            file.get(OWNER),
            file.get(GROUP),
            hosts,
            file.find(KMS_ZOOKEEPER)
                .map(zk -> new KmsZooKeeper(zk.get(ZK_CONNECT), zk.get(ZK_PATH)))
                .orElse(null),
            file.find(SERVICE_POLICY)
                .map(policy -> new Policy(policy.get(ON_DRIFT), policy.get(APPROVALS)))
                .orElse(Policy.DEFAULT),
            file.get(PROBE_KEY),
            file.find(CM).map(ServiceFile::clouderaManager).orElse(null),
            dependants,
            clients));
  }

  private static Host host(ConfigValues one) {
    return new Host(one.get(HOST_NAME), one.get(HOST_AGENT), one.get(HOST_KMS));
  }

  private static Dependant dependant(ConfigValues one) {
    return new Dependant(one.get(DEPENDANT_HOST), one.get(DEPENDANT_AGENT), one.get(RESTART));
  }

  private static Client client(ConfigValues one) {
    return new Client(
        one.get(CLIENT_HOST),
        one.get(CLIENT_AGENT),
        one.get(CORE_SITE),
        one.find(HDFS_SITE).orElse(null));
  }

  private static ClouderaManager clouderaManager(ConfigValues one) {
    return new ClouderaManager(
        one.get(CM_URL), one.get(CM_CLUSTER), one.get(CM_SERVICE), one.get(CM_CREDENTIALS));
  }

  private static Path profileDirectory(String profile) {
    return Path.of(Profile.named(profile).keyDirectory());
  }

  private static SettingType<String> named(String type, String pattern, String expected) {
    Pattern form = Pattern.compile(pattern);
    return SettingType.ofText(type, expected, text -> form.matcher(text).matches() ? text : null);
  }

  private static boolean kmsAddress(URI uri) {
    return httpAddress(uri) && uri.getPath().endsWith("/kms");
  }

  /** Not {@code kms://}, not a list of hosts, and nothing that hides a credential. */
  private static boolean httpAddress(URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    return http
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
