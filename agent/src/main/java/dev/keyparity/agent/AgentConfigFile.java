package dev.keyparity.agent;

import dev.keyparity.agent.AgentConfig.ControlKind;
import dev.keyparity.daemon.config.ConfigFile;
import dev.keyparity.daemon.config.ConfigValues;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.Schema;
import dev.keyparity.daemon.config.Setting;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import dev.keyparity.daemon.warrant.OperatorPublicKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.keyring.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every setting of {@code agent.yaml}, declared once, and how the file becomes a config. */
public final class AgentConfigFile {
  private static final String EVERY = "*";
  private static final Path USUAL_STATE = Path.of("/var/lib/keyparity");
  private static final Pattern STATE_LINE =
      Pattern.compile("state_directory:\\s*[\"']?([^\"'#\\s]+).*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** The choice of {@code effects}. */
  enum Effects {
    ALLOW,
    REFUSE
  }

  /** The choice of {@code gate}. */
  enum Gate {
    OFF,
    ON
  }

  private static final SettingType<String> NAME_TYPE =
      SettingType.ofText(
          "name",
          "letters, digits, dot, hyphen and underscore, at most 64",
          text -> NAME.matcher(text).matches() ? text : null);

  private static final SettingType<URI> URL =
      SettingType.ofText(
          "URL",
          "http(s)://host:port/kms",
          text -> {
            URI uri = URI.create(text);
            return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")
                ? uri
                : null;
          });

  private static final SettingType<String> VERB =
      SettingType.ofText(
          "verb",
          "* or an act such as install",
          text -> text.equals(EVERY) || Verb.parse(text).isPresent() ? text : null);

  private static final SettingType<String> PROFILE =
      SettingType.ofText(
          "profile",
          "one of " + Profile.all().stream().map(Profile::name).toList(),
          text ->
              Profile.all().stream()
                  .map(Profile::name)
                  .filter(text::equals)
                  .findFirst()
                  .orElse(null));

  private static final SettingType<OperatorPublicKey> PUBLIC_KEY =
      SettingType.ofText(
          "Ed25519 public key", "base64 of an Ed25519 public key", OperatorPublicKey::parse);

  static final Setting<String> GROUP =
      Setting.of("group", NAME_TYPE).required().doc("Coordinator group this agent obeys.");
  static final Setting<String> HOST =
      Setting.of("name", NAME_TYPE).required().doc("This host's name in service files.");
  static final Setting<HostPort> LISTEN =
      Setting.hostPort("listen")
          .orElse(new HostPort("0.0.0.0", 7417))
          .doc("Address for coordinators, gRPC with mutual TLS.");
  static final Setting<Path> CERT =
      Setting.path("tls.cert").required().doc("Certificate chain, PEM, this agent's own first.");
  static final Setting<Path> KEY = Setting.path("tls.key").required().doc("Its private key, PEM.");
  static final Setting<Path> CA = Setting.path("tls.ca").required().doc("Trusted CAs, PEM.");
  static final Setting<Path> STATE =
      Setting.path("state_directory")
          .orElse(USUAL_STATE)
          .doc("Where this agent keeps receipts, backups, copies and its audit log.");
  static final Setting<HostPort> STATUS =
      StatusEndpoint.listenOnLoopback(7420, "metrics and health");
  static final Setting<Logging.Verbosity> LOG =
      Setting.oneOf("log_level", Logging.Verbosity.class)
          .orElse(Logging.Verbosity.INFO)
          .doc("What is logged to standard error.");
  static final Setting<Effects> EFFECTS =
      Setting.oneOf("effects", Effects.class)
          .orElse(Effects.ALLOW)
          .doc("With refuse, this agent reports and does nothing; nothing else can lift it.");
  static final Setting<Integer> APPROVALS =
      Setting.integer("approvals", 1, 9)
          .orElse(1)
          .doc("How many different operators must sign what is done to this host.");
  static final Setting<Integer> JUMP =
      Setting.integer("largest_epoch_jump", 1, Integer.MAX_VALUE)
          .orElse(1_000_000)
          .doc("How far one leadership may raise the epoch above the last.");
  static final Setting<List<Path>> RECOVERY =
      Setting.listOf("recovery_keys", SettingType.PATH)
          .orElse(List.of())
          .doc("Files with the organization's recovery public keys, one each.");

  static final Setting<String> OPERATOR =
      Setting.of("name", NAME_TYPE).required().doc("The operator's name.");
  static final Setting<OperatorPublicKey> OPERATOR_KEY =
      Setting.of("public_key", PUBLIC_KEY).required().doc("The operator's signing key.");
  static final Setting<List<String>> OPERATOR_SERVICES =
      Setting.listOf("services", SettingType.STRING)
          .orElse(List.of(EVERY))
          .doc("Services the operator may sign for; * for all.");
  static final Setting<List<String>> OPERATOR_VERBS =
      Setting.listOf("verbs", VERB)
          .orElse(List.of(EVERY))
          .doc("Acts the operator may sign; * for all.");
  private static final Schema OPERATOR_SCHEMA =
      Schema.of("operator", OPERATOR, OPERATOR_KEY, OPERATOR_SERVICES, OPERATOR_VERBS);
  static final Setting<List<ConfigValues>> OPERATORS =
      Setting.sections("operators", OPERATOR_SCHEMA).doc("Whose signatures count on this host.");

  static final Setting<String> SERVICE =
      Setting.of("name", NAME_TYPE).required().doc("The service's name.");
  static final Setting<String> SERVICE_PROFILE =
      Setting.of("profile", PROFILE).required().doc("Which files make up its key.");
  static final Setting<Path> KEYS =
      Setting.path("key_directory").required().doc("Its key directory.");
  static final Setting<Path> CONF =
      Setting.path("config_directory").doc("Its configuration directory, to be backed up too.");
  static final Setting<String> OWNER =
      Setting.string("owner").doc("Owner of its key files, if not the profile's.");
  static final Setting<String> OWNER_GROUP =
      Setting.string("group").doc("Group of its key files, if not the profile's.");
  static final Setting<URI> KMS_URL =
      Setting.of("kms_url", URL).required().doc("Where the KMS on this host answers.");
  static final Setting<Path> KMS_CA =
      Setting.path("kms_ca").doc("CAs trusted for its certificate, PEM; else what Java trusts.");
  static final Setting<Path> SETTINGS =
      Setting.path("settings_directory")
          .doc("Where kms-site.xml and kts-site.xml are; else the configuration directory.");
  static final Setting<Gate> GATE =
      Setting.oneOf("gate", Gate.class)
          .orElse(Gate.OFF)
          .doc("With on, keyparity-gate judges each start; its drop-in of the unit asks it.");

  static final Setting<ControlKind> CONTROL =
      Setting.oneOf("control.kind", ControlKind.class)
          .required()
          .doc("How it is started and stopped.");
  static final Setting<List<String>> START =
      Setting.listOf("control.start", SettingType.STRING)
          .orElse(List.of())
          .doc("command: program and arguments that start it; no shell.");
  static final Setting<List<String>> STOP =
      Setting.listOf("control.stop", SettingType.STRING)
          .orElse(List.of())
          .doc(
              "command: program and arguments that stop it. What it starts as another user is not seen if it outlives its deadline.");
  static final Setting<List<String>> CONTROL_STATUS =
      Setting.listOf("control.status", SettingType.STRING)
          .orElse(List.of())
          .doc("command: exits 0 and names the pid if it runs, 1 to 3 if it does not.");
  static final Setting<Path> PID_FILE =
      Setting.path("control.pidfile").doc("command: holds the pid of its process.");
  static final Setting<String> ARGUMENT =
      Setting.string("control.argument")
          .doc("command: an argument of its command line that no other process has.");
  static final Setting<String> UNIT = Setting.string("control.unit").doc("systemd: its unit.");
  static final Setting<String> BUS =
      Setting.string("control.bus")
          .orElse("unix:path=/run/dbus/system_bus_socket")
          .doc("systemd: address of the system bus.");
  static final Setting<Duration> START_DEADLINE =
      Setting.duration("control.start_deadline")
          .orElse(Duration.ofSeconds(90))
          .doc("How long it may take from its start until it serves.");
  static final Setting<Duration> STOP_DEADLINE =
      Setting.duration("control.stop_deadline")
          .orElse(Duration.ofSeconds(60))
          .doc("How long it may take until no process of it lives.");
  private static final Schema SERVICE_SCHEMA =
      Schema.of(
          "service",
          SERVICE,
          SERVICE_PROFILE,
          KEYS,
          CONF,
          OWNER,
          OWNER_GROUP,
          KMS_URL,
          KMS_CA,
          SETTINGS,
          GATE,
          CONTROL,
          START,
          STOP,
          CONTROL_STATUS,
          PID_FILE,
          ARGUMENT,
          UNIT,
          BUS,
          START_DEADLINE,
          STOP_DEADLINE);
  static final Setting<List<ConfigValues>> SERVICES =
      Setting.sections("services", SERVICE_SCHEMA).doc("The KMS services on this host.");

  static final Setting<String> DEPENDANT =
      Setting.of("name", NAME_TYPE).required().doc("The dependant's name.");
  static final Setting<List<String>> ARGV =
      Setting.listOf("argv", SettingType.STRING)
          .required()
          .doc("Program and arguments that restart it; no shell.");
  static final Setting<List<String>> INSTANCE =
      Setting.listOf("instance", SettingType.STRING)
          .orElse(List.of())
          .doc(
              "Program and arguments that print what is another after each start of it, and fail"
                  + " while it is not up; then a restart is done when a new instance is up, and one"
                  + " that was cut short settles by itself. Without it a person must tell.");
  static final Setting<Duration> DEADLINE =
      Setting.duration("deadline")
          .orElse(Duration.ofMinutes(10))
          .doc("How long the restart may take.");
  static final Setting<List<ConfigValues>> DEPENDANTS =
      Setting.sections("dependants", Schema.of("dependant", DEPENDANT, ARGV, INSTANCE, DEADLINE))
          .doc("Restarts a run may ask for by name.");
  static final Setting<Path> CORE_SITE =
      Setting.path("clients.core_site").doc("The core-site.xml this agent may edit.");
  static final Setting<Path> HDFS_SITE =
      Setting.path("clients.hdfs_site").doc("The hdfs-site.xml this agent may edit.");

  /** All settings, for the reference. */
  public static final Schema SCHEMA =
      Schema.of(
          "agent",
          GROUP,
          HOST,
          LISTEN,
          CERT,
          KEY,
          CA,
          STATE,
          STATUS,
          StatusEndpoint.PASSWORD,
          LOG,
          EFFECTS,
          APPROVALS,
          JUMP,
          RECOVERY,
          OPERATORS,
          SERVICES,
          DEPENDANTS,
          CORE_SITE,
          HDFS_SITE);

  private AgentConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws dev.keyparity.daemon.fault.KeyparityException that lists every problem at once
   */
  public static AgentConfig read(Path file) {
    return ConfigFile.read(file, SCHEMA, AgentConfigFile::config);
  }

  /** Where the state is, by a glance at a file that as a whole cannot be used; else the default. */
  static Path stateDirectoryAtAGlance(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(STATE_LINE::matcher)
          .filter(Matcher::matches)
          .map(line -> Path.of(line.group(1)))
          .findFirst()
          .orElse(USUAL_STATE);
    } catch (IOException | UncheckedIOException e) {
      return USUAL_STATE;
    }
  }

  private static AgentConfig config(ConfigValues values) {
    List<PinnedOperator> operators = new ArrayList<>();
    values.get(OPERATORS).forEach(one -> operators.add(operator(one)));
    Set<String> names = new HashSet<>();
    List<AgentConfig.Service> services = new ArrayList<>();
    for (ConfigValues one : values.get(SERVICES)) {
      AgentConfig.Service service = service(one);
      if (!names.add(service.name())) {
        one.reject(SERVICE, "each service once");
      }
      services.add(service);
    }
    if (values.get(APPROVALS) > operators.size() && !services.isEmpty()) {
      values.reject(APPROVALS, "at most as many as there are operators");
    }
    List<AgentConfig.Dependant> dependants = new ArrayList<>();
    for (ConfigValues one : values.get(DEPENDANTS)) {
      if (one.get(ARGV).isEmpty()) {
        one.reject(ARGV, "a program and its arguments");
      }
      dependants.add(
          new AgentConfig.Dependant(
              one.get(DEPENDANT), one.get(ARGV), one.get(INSTANCE), one.get(DEADLINE)));
    }
    return new AgentConfig(
        values.get(GROUP),
        values.get(HOST),
        values.get(LISTEN),
        new TlsFiles(values.get(KEY), values.get(CERT), values.get(CA)),
        values.get(STATE),
        StatusEndpoint.of(values, STATUS),
        values.get(LOG),
        values.get(EFFECTS) == Effects.REFUSE,
        List.copyOf(operators),
        values.get(APPROVALS),
        values.get(JUMP),
        values.get(RECOVERY),
        List.copyOf(services),
        List.copyOf(dependants),
        new AgentConfig.Clients(
            values.find(CORE_SITE).orElse(null), values.find(HDFS_SITE).orElse(null)));
  }

  private static PinnedOperator operator(ConfigValues values) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (String text : values.get(OPERATOR_VERBS)) {
      if (text.equals(EVERY)) {
        verbs = EnumSet.allOf(Verb.class);
        break;
      }
      Verb.parse(text).ifPresent(verbs::add);
    }
    return new PinnedOperator(
        values.get(OPERATOR),
        values.get(OPERATOR_KEY),
        Set.copyOf(values.get(OPERATOR_SERVICES)),
        verbs);
  }

  private static AgentConfig.Service service(ConfigValues values) {
    AgentConfig.Control control =
        new AgentConfig.Control(
            values.get(CONTROL),
            values.get(START),
            values.get(STOP),
            values.get(CONTROL_STATUS),
            values.find(PID_FILE).orElse(null),
            values.find(ARGUMENT).orElse(null),
            values.find(UNIT).orElse(null),
            values.get(BUS),
            values.get(START_DEADLINE),
            values.get(STOP_DEADLINE));
    requireWhole(values, control);
    return new AgentConfig.Service(
        values.get(SERVICE),
        values.get(SERVICE_PROFILE),
        values.get(KEYS),
        values.find(CONF).orElse(null),
        values.find(OWNER).orElse(null),
        values.find(OWNER_GROUP).orElse(null),
        values.get(KMS_URL),
        values.find(KMS_CA).orElse(null),
        control,
        values.find(SETTINGS).or(() -> values.find(CONF)).orElse(null),
        values.get(GATE) == Gate.ON);
  }

  private static void requireWhole(ConfigValues values, AgentConfig.Control control) {
    if (control.kind() == ControlKind.SYSTEMD) {
      if (control.unit() == null) {
        values.reject(UNIT, "the unit, for control.kind: systemd");
      }
      return;
    }
    if (control.start().isEmpty()) {
      values.reject(START, "a program and its arguments, for control.kind: command");
    }
    if (control.stop().isEmpty()) {
      values.reject(STOP, "a program and its arguments, for control.kind: command");
    }
    if (control.status().isEmpty() && control.pidFile() == null) {
      values.reject(CONTROL_STATUS, "this or control.pidfile, to find the process by");
    }
  }
}
