package dev.keyparity.agent;

import dev.keyparity.agent.control.FakeKms;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.identity.ExpectedPeer;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Three real agents in this JVM, over real mutual TLS on loopback with a CA of their own; only the
 * KMS are doubles. Each agent can be dropped as by {@code kill -9} and started again on what it
 * left.
 */
final class TestFleet implements AutoCloseable {
  static final String SERVICE = "kms-prod";
  static final String GROUP = "prod";
  static final List<String> HOSTS = List.of("kms1", "kms2", "kms3");

  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  /** Made once: making a key takes longer than most tests. */
  private static final BackupKey RECOVERY =
      BackupKey.generate("recovery", MADE, new SecureRandom());

  private static final BackupKey HOST_KEY = BackupKey.generate("host", MADE, new SecureRandom());

  final Path folder;
  final OperatorKey alice = OperatorKey.generate();
  final Map<String, FakeKms> kms = new HashMap<>();
  final Map<String, AgentProcess> agents = new HashMap<>();
  private final MiniCa ca;
  private final Path recoveryKey;
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private final String owner;
  private final String ownerGroup;
  boolean refusesEffects;

  TestFleet(Path folder) throws Exception {
    this.folder = folder;
    ca = MiniCa.init(folder.resolve("ca"), "example.test", Duration.ofDays(30), Clock.systemUTC());
    ca.issue(Role.COORDINATOR, "coord1", List.of(), Duration.ofDays(1), tls("coord1"));
    PosixFileAttributes own = Files.readAttributes(folder, PosixFileAttributes.class);
    owner = own.owner().getName();
    ownerGroup = own.group().getName();
    recoveryKey = folder.resolve("recovery.asc");
    Files.writeString(recoveryKey, RECOVERY.recipient().armoured(), StandardCharsets.US_ASCII);
    for (String host : HOSTS) {
      ca.issue(Role.AGENT, host, List.of(), Duration.ofDays(1), tls(host));
      Files.createDirectories(keys(host));
      Files.createDirectories(folder.resolve(host).resolve("conf"));
      Files.writeString(folder.resolve(host).resolve("conf/kms-site.xml"), "<configuration/>\n");
      Files.setPosixFilePermissions(
          keys(host), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
      Path ownKeys = folder.resolve(host).resolve("state/keys");
      Files.createDirectories(ownKeys);
      Files.write(ownKeys.resolve("backup-secret.gpg"), HOST_KEY.exposeSecretKey());
      kms.put(host, new FakeKms());
    }
  }

  /**
   * All three hosts, each with its ring and a KMS that plainly loaded it: the ring is visibly older
   * than the process.
   */
  static TestFleet serving(Path folder, TestRing kms1, TestRing kms2, TestRing kms3)
      throws Exception {
    TestFleet fleet = new TestFleet(folder);
    fleet.ring("kms1", kms1);
    fleet.ring("kms2", kms2);
    fleet.ring("kms3", kms3);
    Instant old = Instant.now().plusMillis(300);
    Awaitility.await().until(() -> Instant.now().isAfter(old));
    HOSTS.forEach(host -> fleet.kms(host).start());
    fleet.startAll();
    return fleet;
  }

  Path keys(String host) {
    return folder.resolve(host).resolve("keys");
  }

  Path tls(String name) {
    return folder.resolve("tls-" + name);
  }

  MiniCa ca() {
    return ca;
  }

  FakeKms kms(String host) {
    return Objects.requireNonNull(kms.get(host));
  }

  /** Puts a ring on a host, before its KMS first starts. */
  void ring(String host, TestRing ring) throws IOException {
    ring.writeTo(keys(host));
  }

  AgentConfig config(String host) {
    return new AgentConfig(
        GROUP,
        host,
        new HostPort("127.0.0.1", 0),
        TlsFiles.in(tls(host)),
        folder.resolve(host).resolve("state"),
        new StatusEndpoint(new HostPort("127.0.0.1", 0), null),
        Logging.Verbosity.INFO,
        refusesEffects,
        List.of(PinnedOperator.unlimited("alice", alice.publicKey())),
        1,
        1_000_000,
        List.of(recoveryKey),
        List.of(service(host)),
        List.of(
            new AgentConfig.Dependant(
                "hello", List.of("/bin/echo", "hello"), List.of(), Duration.ofSeconds(20))),
        new AgentConfig.Clients(null, null));
  }

  private AgentConfig.Service service(String host) {
    return new AgentConfig.Service(
        SERVICE,
        "keytrustee-kms",
        keys(host),
        folder.resolve(host).resolve("conf"),
        owner,
        ownerGroup,
        URI.create("http://127.0.0.1:1/kms"),
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
        true);
  }

  void startAll() {
    HOSTS.forEach(this::start);
  }

  void start(String host) {
    agents.put(host, AgentProcess.start(config(host), new FakeParts(kms(host)), Clock.systemUTC()));
  }

  /** Ends an agent in order. */
  void stop(String host) {
    Objects.requireNonNull(agents.remove(host)).close();
    closeChannel(host);
  }

  /** Ends an agent as the kernel would, and starts it again on what it left. */
  void crash(String host) {
    Objects.requireNonNull(agents.remove(host)).abort();
    closeChannel(host);
    start(host);
  }

  private record FakeParts(FakeKms kms) implements KmsParts {
    @Override
    public KmsControl control(AgentConfig.Service service, Path output, ProcessTable processes) {
      return kms;
    }

    @Override
    public HealthProbe health(AgentConfig.Service service, ExecutorService executor) {
      return kms;
    }
  }

  AgentGrpc.AgentBlockingStub stub(String host) {
    return AgentGrpc.newBlockingStub(channels.computeIfAbsent(host, h -> channel(h, tls("coord1"))))
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  AgentGrpc.AgentStub asyncStub(String host) {
    return AgentGrpc.newStub(channels.computeIfAbsent(host, h -> channel(h, tls("coord1"))));
  }

  /** A stub of a caller with another certificate; its channel ends with the fleet. */
  AgentGrpc.AgentBlockingStub stubAs(String host, Path tls) {
    return AgentGrpc.newBlockingStub(
            channels.computeIfAbsent(host + "/" + tls, h -> channel(host, tls)))
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private ManagedChannel channel(String host, Path tls) {
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(tls), Clock.systemUTC());
    int port = Objects.requireNonNull(agents.get(host)).port();
    return NettyChannelBuilder.forAddress(
            "127.0.0.1", port, identity.channelCredentials(ExpectedPeer.named(Role.AGENT, host)))
        .maxInboundMessageSize(24 << 20)
        .build();
  }

  private void closeChannel(String host) {
    @Nullable ManagedChannel channel = channels.remove(host);
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    agents.values().forEach(AgentProcess::close);
  }
}
