package dev.keyparity.testbed.lab.onejvm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyparity.agent.AgentConfig;
import dev.keyparity.agent.AgentProcess;
import dev.keyparity.agent.KmsParts;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.Ports;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.awaitility.Awaitility;

/**
 * Three hosts with agents and KMS, a ZooKeeper server and an organization, without a coordinator.
 * Agents can be dropped as by {@code kill -9} and started again on what they left.
 */
final class OneJvm implements AutoCloseable {
  static final String GROUP = "prod";
  static final String SERVICE = "kms-prod";
  static final String PROBE = "keyparity_probe";
  static final List<String> HOSTS = List.of("kms1", "kms2", "kms3");

  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  /** Made once: making keys takes longer than most of what is done with them. */
  static final BackupKey RECOVERY = BackupKey.generate("recovery", MADE, new SecureRandom());

  private static final BackupKey HOST_KEY = BackupKey.generate("host", MADE, new SecureRandom());

  final Path folder;
  final SealedKeys keys = new SealedKeys();
  final Downs downs = new Downs();
  final OperatorKey alice = OperatorKey.generate();
  private final StartedProcesses started = new StartedProcesses();
  private final ZooKeeperProcess zookeeper;
  private final MiniCa ca;
  private final Path secret;
  private final Map<String, KmsDouble> kms = new LinkedHashMap<>();
  private final Map<String, AgentProcess> agents = new LinkedHashMap<>();
  private final Map<String, Integer> agentPorts = new LinkedHashMap<>();

  OneJvm(Path folder) throws IOException {
    this.folder = folder;
    zookeeper = ZooKeeperProcess.single(folder.resolve("zookeeper"), started);
    zookeeper.launch();
    ca = MiniCa.init(folder.resolve("ca"), "example.test", Duration.ofDays(30), Clock.systemUTC());
    secret =
        Files.createFile(
            folder.resolve("zookeeper.secret"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "keyparity:correct-horse\n");
    Files.writeString(folder.resolve("recovery.asc"), RECOVERY.recipient().armoured(), US_ASCII);
    for (String host : HOSTS) {
      layOut(host);
    }
    zookeeper.awaitServing(TestTimeouts.START);
  }

  private void layOut(String host) throws IOException {
    Path directory = folder.resolve(host);
    Files.createDirectories(keyDirectory(host));
    Files.setPosixFilePermissions(keyDirectory(host), PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/kms-site.xml"), "<configuration/>\n");
    Files.writeString(directory.resolve("conf/kts-site.xml"), "<configuration/>\n");
    Path ownKeys = directory.resolve("state/keys");
    Files.createDirectories(ownKeys);
    Files.write(ownKeys.resolve("backup-secret.gpg"), HOST_KEY.exposeSecretKey());
    ca.issue(Role.AGENT, host, List.of("127.0.0.1"), Duration.ofDays(1), tls(host));
    agentPorts.put(host, freePort());
    kms.put(host, new KmsDouble(host, keyDirectory(host), freePort(), keys, downs));
  }

  private static int freePort() {
    return Ports.free(List.of(InetAddress.getLoopbackAddress()));
  }

  Path keyDirectory(String host) {
    return folder.resolve(host).resolve("keys");
  }

  Path tls(String name) {
    return folder.resolve("tls-" + name);
  }

  KmsDouble kms(String host) {
    return Objects.requireNonNull(kms.get(host), host);
  }

  AgentProcess agent(String host) {
    return Objects.requireNonNull(agents.get(host), host);
  }

  /** Puts a ring on a host; the KMS that is started there afterwards visibly loaded it. */
  void ring(String host, Rings.Ring ring) throws IOException {
    ring.writeTo(keyDirectory(host));
  }

  String identityOn(String host) throws IOException {
    return Rings.identity(Files.readAllBytes(keyDirectory(host).resolve("secring.gpg")));
  }

  Digest digestOn(String host, String file) throws IOException {
    return Digest.of(Files.readAllBytes(keyDirectory(host).resolve(file)));
  }

  /** Starts KMS on rings that are old enough for an agent to tell that they were loaded. */
  void startKms(String... hosts) {
    Instant old = Instant.now().plusMillis(300);
    Awaitility.await().until(() -> Instant.now().isAfter(old));
    for (String host : hosts) {
      kms(host).start();
    }
  }

  void startAgents() {
    HOSTS.forEach(this::startAgent);
  }

  void startAgent(String host) {
    agents.put(
        host, AgentProcess.start(config(host), new DoubledParts(kms(host)), Clock.systemUTC()));
  }

  /** Ends an agent as the kernel would. */
  void dropAgent(String host) {
    Optional.ofNullable(agents.remove(host)).ifPresent(AgentProcess::abort);
  }

  private AgentConfig config(String host) {
    return new AgentConfig(
        GROUP,
        host,
        new HostPort("127.0.0.1", Objects.requireNonNull(agentPorts.get(host))),
        TlsFiles.in(tls(host)),
        folder.resolve(host).resolve("state"),
        new HostPort("127.0.0.1", 0),
        Logging.Verbosity.INFO,
        false,
        List.of(PinnedOperator.unlimited("alice", alice.publicKey())),
        1,
        1_000_000,
        List.of(folder.resolve("recovery.asc")),
        List.of(service(host)),
        List.of(),
        new AgentConfig.Clients(null, null));
  }

  private AgentConfig.Service service(String host) {
    PosixFileAttributes own;
    try {
      own = Files.readAttributes(folder, PosixFileAttributes.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new AgentConfig.Service(
        SERVICE,
        "keytrustee-kms",
        keyDirectory(host),
        folder.resolve(host).resolve("conf"),
        own.owner().getName(),
        own.group().getName(),
        kms(host).uri(),
        null,
        new AgentConfig.Control(
            AgentConfig.ControlKind.COMMAND,
            List.of("/bin/true"),
            List.of("/bin/true"),
            List.of("/bin/true"),
            null,
            null,
            null,
            "",
            Duration.ofSeconds(5),
            Duration.ofSeconds(5)),
        folder.resolve(host).resolve("conf"));
  }

  private record DoubledParts(KmsDouble kms) implements KmsParts {
    @Override
    public KmsControl control(AgentConfig.Service service, Path output, ProcessTable processes) {
      return kms;
    }

    @Override
    public HealthProbe health(AgentConfig.Service service, ExecutorService executor) {
      return KmsParts.real().health(service, executor);
    }
  }

  /** A coordinator that stands for election, with a certificate of its own. */
  Coordinator coordinator(String name, Coordinator.Faults faults) {
    if (!Files.exists(tls(name))) {
      ca.issue(Role.COORDINATOR, name, List.of("127.0.0.1"), Duration.ofDays(1), tls(name));
    }
    return Coordinator.start(
        new Coordinator.Place(
            name, tls(name), folder.resolve("state-" + name), zookeeper.connectString(), secret),
        faults);
  }

  String serviceFile() {
    StringBuilder yaml =
        new StringBuilder(
            """
            service: %s
            profile: keytrustee-kms
            mode: standalone
            key_directory: /somewhere/else
            config_directory: /somewhere/else
            zookeeper: {connect: "%s", path: /kms-root}
            probe_key: %s
            hosts:
            """
                .formatted(SERVICE, zookeeper.connectString(), PROBE));
    for (String host : HOSTS) {
      yaml.append(
          "  - {name: %s, agent: \"127.0.0.1:%d\", kms: \"%s\"}%n"
              .formatted(host, agentPorts.get(host), kms(host).uri()));
    }
    return yaml.toString();
  }

  @Override
  public void close() {
    agents.values().forEach(AgentProcess::close);
    kms.values().forEach(KmsDouble::end);
    started.close();
  }
}
