package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.fleet.FakeAgent;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Build;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.HostReport;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole coordinators in this process: real ZooKeeper, real mutual TLS, a scripted agent. */
class CoordinatorProcessIT {
  private static final int TICK_MILLIS = 500;

  @TempDir Path directory;
  private TestingServer zookeeper;
  private MiniCa ca;
  private FakeAgent agent;
  private Server agentServer;
  private Path secret;
  private final List<CoordinatorProcess> processes = new ArrayList<>();
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    zookeeper =
        new TestingServer(
            new InstanceSpec(null, -1, -1, -1, true, -1, TICK_MILLIS, 20, Map.of()), true);
    ca = MiniCa.init(directory.resolve("ca"), "example.org", Duration.ofDays(3), Clock.systemUTC());
    secret =
        Files.createFile(
            directory.resolve("zk.secret"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "keyparity:correct-horse\n");
    agent = new FakeAgent("kms1");
    agent.on("Fence", agent.fencing(List.of()));
    ca.issue(Role.AGENT, "kms1", List.of(), Duration.ofDays(1), directory.resolve("kms1"));
    TlsIdentity identity =
        TlsIdentity.load(TlsFiles.in(directory.resolve("kms1")), Clock.systemUTC());
    agentServer =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity.serverCredentials())
            .addService(agent.service())
            .build()
            .start();
  }

  @AfterEach
  void close() throws IOException {
    processes.forEach(CoordinatorProcess::close);
    agentServer.shutdownNow();
    zookeeper.close();
    assertThat(escaped).isEmpty();
  }

  /** A coordinator, and the parts it was made of. */
  private record Coordinator(CoordinatorProcess process, Workshop.Parts parts) {}

  private Coordinator coordinator(String name) {
    ca.issue(Role.COORDINATOR, name, List.of(), Duration.ofDays(1), directory.resolve(name));
    return start(name, name);
  }

  private Coordinator start(String name, String certificateOf) {
    String yaml =
        """
        name: %s
        group: prod
        listen: 127.0.0.1:0
        advertise: %1$s.example.com:7418
        tls: {cert: %2$s/tls.crt, key: %2$s/tls.key, ca: %2$s/ca.crt}
        status: {listen: "127.0.0.1:0"}
        zookeeper: {connect: "%3$s", session_timeout: 6s, auth_file: %4$s}
        state_directory: %2$s/state
        """
            .formatted(
                name, directory.resolve(certificateOf), zookeeper.getConnectString(), secret);
    AtomicReference<Workshop.Parts> parts = new AtomicReference<>();
    CoordinatorProcess process =
        new CoordinatorProcess(
            CoordinatorConfigFile.parse("coordinator.yaml", yaml.getBytes(UTF_8)),
            made -> {
              parts.set(made);
              return Workshop.watchingOnly();
            },
            (doing, fault) -> escaped.add(fault));
    processes.add(process);
    process.start();
    return new Coordinator(process, Objects.requireNonNull(parts.get()));
  }

  private void declareService(Coordinator leader) {
    String yaml =
        """
        service: kms-prod
        config_directory: /etc/kms
        hosts:
          - {name: kms1, agent: "127.0.0.1:%d", kms: "http://127.0.0.1:16000/kms"}
        """
            .formatted(agentServer.getPort());
    leader
        .parts()
        .records()
        .write(
            leader.process().leadership().token().orElseThrow(),
            new RecordWrite.Create(
                RecordKey.of(RecordKey.Kind.SPEC, "kms-prod"),
                new ServiceRecord(yaml, "alice", Instant.EPOCH).encode()));
    leader.process().desk().inventoryChanged().join();
  }

  @Test
  void leader_takesUpAServiceAndItsSuccessorDoesUnderAHigherEpoch() throws Exception {
    Coordinator first = coordinator("coord1");
    eventually(() -> assertThat(first.process().leadership().token()).isPresent());
    declareService(first);
    eventually(() -> assertThat(fencedEpochs()).containsExactly(1L));
    eventually(() -> assertThat(agent.watchers()).isEqualTo(1));
    agent.push(report(1));
    eventually(
        () ->
            assertThat(scrape(first.process()))
                .contains("keyparity_is_leader 1.0")
                .contains("keyparity_leader_epoch 1.0")
                .contains("keyparity_zookeeper_connected 1.0")
                .contains("keyparity_host_report_age_seconds{host=\"kms1\",service=\"kms-prod\"}")
                .contains("keyparity_backup_verified{host=\"kms1\",service=\"kms-prod\"} 1.0")
                .contains("keyparity_agent_build_info{host=\"kms1\",version=\"9.9\"} 1")
                .contains("keyparity_agent_rpc_seconds_count{rpc=\"Fence\"} 1"));
    Coordinator second = coordinator("coord2");
    eventually(
        () ->
            assertThat(second.process().leadership().group().leader().orElseThrow().address())
                .isEqualTo("coord1.example.com:7418"));
    assertThat(scrape(second.process()))
        .contains("keyparity_is_leader 0.0")
        .doesNotContain("host=\"kms1\"");

    first.process().close();

    eventually(() -> assertThat(fencedEpochs()).containsExactly(1L, 2L));
    eventually(() -> assertThat(agent.watchers()).isEqualTo(1));
    assertThat(second.process().desk().services()).hasSize(1);
  }

  @Test
  void zookeeperGone_statusStillAnswersAndSaysWhy() throws Exception {
    Coordinator first = coordinator("coord1");
    eventually(() -> assertThat(first.process().leadership().token()).isPresent());

    zookeeper.stop();

    eventually(
        () -> {
          HttpResponse<String> ready = get(first.process(), "/readyz");
          assertThat(ready.statusCode()).isEqualTo(503);
          assertThat(ready.body()).contains("\"name\":\"zookeeper\",\"ok\":false");
          assertThat(scrape(first.process()))
              .contains("keyparity_zookeeper_connected 0.0")
              .contains("keyparity_is_leader 0.0");
        });
    assertThat(get(first.process(), "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void start_certificateOfAnotherName_refusedWithTheWayOut() {
    ca.issue(Role.COORDINATOR, "coord9", List.of(), Duration.ofDays(1), directory.resolve("c9"));
    assertThatThrownBy(() -> start("coord1", "c9"))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
              assertThat(e.operatorMessage())
                  .contains("that of coordinator coord9 (expected: coordinator coord1)");
              assertThat(e.whatToDo()).isEqualTo("keyparity pki issue coordinator coord1");
            });
  }

  private List<Long> fencedEpochs() {
    return agent.requests().stream()
        .filter(FenceRequest.class::isInstance)
        .map(request -> ((FenceRequest) request).getEnvelope().getEpoch())
        .toList();
  }

  private static HostReport report(long sequence) {
    return HostReport.newBuilder()
        .setService("kms-prod")
        .setHost("kms1")
        .setSequence(sequence)
        .setObservedAtMs(System.currentTimeMillis())
        .setNewestBackup(Backup.newBuilder().setVerified(true))
        .setBuild(Build.newBuilder().setVersion("9.9"))
        .build();
  }

  private static String scrape(CoordinatorProcess process) throws Exception {
    return get(process, "/metrics").body();
  }

  private static HttpResponse<String> get(CoordinatorProcess process, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + process.statusPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(TestTimeouts.SOON).untilAsserted(assertion);
  }
}
