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
import dev.keyparity.daemon.status.StatusEndpoint;
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
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Three hosts with agents and KMS, a ZooKeeper server and an organization, without a coordinator.
 * Agents can be dropped as by {@code kill -9} and started again on what they left.
 */
final class OneJvm implements AutoCloseable {
  static final String GROUP = "prod";
  static final String SERVICE = "kms-prod";
  static final String CLUSTER = "cluster";
  static final String PROBE = "keyparity_probe";
  static final List<String> HOSTS = List.of("kms1", "kms2", "kms3");

  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  /** Made once: making keys takes longer than most of what is done with them. */
  static final BackupKey RECOVERY = BackupKey.generate("recovery", MADE, new SecureRandom());

  private static final BackupKey HOST_KEY = BackupKey.generate("host", MADE, new SecureRandom());

  /** Where the organization's ZooKeeper is, and under which path these hosts stand there. */
  record Ensemble(int port, String root) {
    String connect() {
      return "127.0.0.1:" + port;
    }
  }

  final Path folder;
  final SealedKeys keys = new SealedKeys();
  final Downs downs = new Downs();
  final OperatorKey alice = OperatorKey.generate();
  private final StartedProcesses started = new StartedProcesses();
  private final Ensemble zookeeper;
  private final boolean depended;
  private final MiniCa ca;
  private final Path secret;
  private final int kmsPort = Ports.free(HOSTS.stream().map(OneJvm::address).toList());
  private final Map<String, Rings.Ring> originals = new HashMap<>();
  private final Map<String, KmsDouble> kms = new LinkedHashMap<>();
  private final Map<String, AgentProcess> agents = new LinkedHashMap<>();
  private final Map<String, Lifeline> lives = new HashMap<>();
  private final Map<String, Integer> placed = new HashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Map<String, Integer> agentPorts = new LinkedHashMap<>();

  /** With a ZooKeeper server of their own. */
  OneJvm(Path folder) throws IOException {
    this(folder, null, false);
  }

  /**
   * @param shared a server that others use too; null for one of their own
   * @param depended whether clients and a cluster depend on the KMS, so that every step has work
   */
  OneJvm(Path folder, @Nullable Ensemble shared, boolean depended) throws IOException {
    this.folder = folder;
    this.depended = depended;
    this.zookeeper = shared == null ? launch(folder, started) : shared;
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
  }

  private static Ensemble launch(Path folder, StartedProcesses started) {
    ZooKeeperProcess server = ZooKeeperProcess.single(folder.resolve("zookeeper"), started);
    server.start(TestTimeouts.START);
    return new Ensemble(server.clientPort(), "/keyparity");
  }

  /** Each host has a loopback address of its own, so that all KMS can have the same port. */
  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName("127.0.0." + (1 + HOSTS.indexOf(host)));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void layOut(String host) throws IOException {
    Path directory = folder.resolve(host);
    Files.createDirectories(keyDirectory(host));
    Files.setPosixFilePermissions(keyDirectory(host), PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/kms-site.xml"), "<configuration/>\n");
    Files.writeString(directory.resolve("conf/kts-site.xml"), "<configuration/>\n");
    Files.writeString(coreSite(host), "<configuration/>\n");
    Path ownKeys = directory.resolve("state/keys");
    Files.createDirectories(ownKeys);
    Files.write(ownKeys.resolve("backup-secret.gpg"), HOST_KEY.exposeSecretKey());
    ca.issue(Role.AGENT, host, List.of("127.0.0.1"), Duration.ofDays(1), tls(host));
    agentPorts.put(host, freePort());
    InetSocketAddress own = new InetSocketAddress(address(host), kmsPort);
    kms.put(host, new KmsDouble(host, keyDirectory(host), own, keys, downs));
  }

  private static int freePort() {
    return Ports.free(List.of(InetAddress.getLoopbackAddress()));
  }

  Path keyDirectory(String host) {
    return folder.resolve(host).resolve("keys");
  }

  /** What clients on a host read. */
  Path coreSite(String host) {
    return folder.resolve(host).resolve("core-site.xml");
  }

  Path state(String host) {
    return folder.resolve(host).resolve("state");
  }

  /** The cluster's own count of its restarts. */
  Path restarts() {
    return folder.resolve("restarts");
  }

  Path tls(String name) {
    return folder.resolve("tls-" + name);
  }

  KmsDouble kms(String host) {
    return Objects.requireNonNull(kms.get(host), host);
  }

  /** Puts a ring on a host; the KMS that is started there afterwards visibly loaded it. */
  void ring(String host, Rings.Ring ring) throws IOException {
    ring.writeTo(keyDirectory(host));
    originals.putIfAbsent(host, ring);
  }

  /** The key file that a host held first; null if it held none. */
  byte @Nullable [] original(String host) {
    Rings.Ring ring = originals.get(host);
    return ring == null ? null : ring.files().get("secring.gpg");
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
    startAgents(KillPoints.counting());
  }

  /** Starts all; the one that ends at a point is started again by its host, as systemd would. */
  void startAgents(KillPoints points) {
    for (String host : HOSTS) {
      Lifeline life = new Lifeline(points);
      lives.put(host, life);
      life.onCut(() -> later("revival-" + host, () -> startAgain(host)));
      startAgent(host, life);
    }
  }

  /** What the agent of a host lives by that was started first. */
  Lifeline agentLife(String host) {
    return Objects.requireNonNull(lives.get(host), host);
  }

  /** The agent of a host ends and is not started again. */
  synchronized void loseAgent(String host) {
    Optional.ofNullable(agents.remove(host)).ifPresent(AgentProcess::abort);
  }

  private static void later(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void startAgent(String host, Lifeline life) {
    MortalGround ground = new MortalGround(host, life, over, this::placed);
    KmsControl control = ground.control(kms(host));
    try {
      agents.put(
          host,
          ground.start(
              () ->
                  AgentProcess.start(
                      config(host), new DoubledParts(control), ground, Clock.systemUTC())));
    } catch (MortalGround.Dead atItsStart) {
      // Nothing of it is left running; it is started again.
    }
  }

  private void placed(String file) {
    synchronized (placed) {
      placed.merge(file, 1, Integer::sum);
    }
  }

  /** How often each file of a host was put in place by its agent. */
  SortedMap<String, Integer> placed() {
    synchronized (placed) {
      return new TreeMap<>(placed);
    }
  }

  private synchronized void startAgain(String host) {
    Optional.ofNullable(agents.remove(host)).ifPresent(AgentProcess::abort);
    if (over.getCount() > 0) {
      startAgent(host, Lifeline.unharmed());
    }
  }

  private AgentConfig config(String host) {
    return new AgentConfig(
        GROUP,
        host,
        new HostPort("127.0.0.1", Objects.requireNonNull(agentPorts.get(host))),
        TlsFiles.in(tls(host)),
        state(host),
        new StatusEndpoint(new HostPort("127.0.0.1", 0), null),
        Logging.Verbosity.INFO,
        false,
        List.of(PinnedOperator.unlimited("alice", alice.publicKey())),
        1,
        1_000_000,
        List.of(folder.resolve("recovery.asc")),
        List.of(service(host)),
        List.of(
            new AgentConfig.Dependant(
                CLUSTER,
                List.of("/bin/sh", "-c", "echo restarted >> " + restarts()),
                List.of("/bin/sh", "-c", "wc -l < " + restarts() + " 2>&1 || echo none"),
                Duration.ofSeconds(20))),
        new AgentConfig.Clients(coreSite(host), null));
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
        folder.resolve(host).resolve("conf"),
        false);
  }

  private record DoubledParts(KmsControl kms) implements KmsParts {
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
  Coordinator coordinator(String name, Lifeline life) {
    if (!Files.exists(tls(name))) {
      ca.issue(Role.COORDINATOR, name, List.of("127.0.0.1"), Duration.ofDays(1), tls(name));
    }
    return Coordinator.start(
        new Coordinator.Place(
            name,
            tls(name),
            folder.resolve("state-" + name),
            zookeeper.port(),
            zookeeper.root(),
            secret,
            this::agentLife),
        life);
  }

  String serviceFile() {
    return serviceFile(HOSTS);
  }

  /** The service as long as it has these hosts. */
  String serviceFile(List<String> declared) {
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
                .formatted(SERVICE, zookeeper.connect(), PROBE));
    for (String host : declared) {
      yaml.append(
          "  - {name: %s, agent: \"127.0.0.1:%d\", kms: \"%s\"}%n"
              .formatted(host, agentPorts.get(host), kms(host).uri()));
    }
    if (depended) {
      yaml.append("clients:%n".formatted());
      for (String host : HOSTS) {
        yaml.append(
            "  - {host: %s, agent: \"127.0.0.1:%d\", core_site: %s}%n"
                .formatted(host, agentPorts.get(host), coreSite(host)));
      }
      yaml.append(
          "dependants:%n  - {host: kms3, agent: \"127.0.0.1:%d\", restart: %s}%n"
              .formatted(agentPorts.get("kms3"), CLUSTER));
    }
    return yaml.toString();
  }

  @Override
  public synchronized void close() {
    over.countDown();
    agents.values().forEach(AgentProcess::close);
    kms.values().forEach(KmsDouble::end);
    started.close();
  }
}
