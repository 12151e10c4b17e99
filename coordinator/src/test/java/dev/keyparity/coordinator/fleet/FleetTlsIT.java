package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.identity.PeerFaults;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.HostReport;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real mutual TLS on loopback: who is let in, and what operators read when somebody is not. */
class FleetTlsIT {
  private static final Duration LONG = Duration.ofDays(30);

  @TempDir Path directory;
  private MiniCa ca;
  private int issued;
  private final List<Server> servers = new ArrayList<>();
  private final List<AgentNetwork> networks = new ArrayList<>();
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeCa() {
    ca = MiniCa.init(directory.resolve("ca"), "example.org", LONG, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    networks.forEach(AgentNetwork::close);
    servers.forEach(Server::shutdownNow);
    assertThat(escaped).isEmpty();
  }

  @Test
  void agent_rightCertificates_reportsComeIn() throws Exception {
    FakeAgent agent = new FakeAgent("kms1");
    AgentNetwork network = network(identity(ca, Role.COORDINATOR, "coord1"));
    network.fleet().follow(List.of(spec(serve(agent, identity(ca, Role.AGENT, "kms1")))));
    await().atMost(TestTimeouts.SOON).until(() -> agent.watchers() == 1);

    agent.push(
        HostReport.newBuilder()
            .setService("kms-prod")
            .setHost("kms1")
            .setSequence(1)
            .setObservedAtMs(System.currentTimeMillis())
            .build());

    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> AgentLab.view(network, "kms1").freshness() == Freshness.FRESH);
  }

  @Test
  void agent_certificateOfAnotherHost_refusedByName() throws Exception {
    assertReason(
        serve(new FakeAgent("kms1"), identity(ca, Role.AGENT, "kms2")),
        identity(ca, Role.COORDINATOR, "coord1"),
        "name is kms2 (expected: kms1)");
  }

  @Test
  void agent_certificateOfACoordinator_refusedByRole() throws Exception {
    assertReason(
        serve(new FakeAgent("kms1"), identity(ca, Role.COORDINATOR, "kms1")),
        identity(ca, Role.COORDINATOR, "coord1"),
        "role is coordinator (expected: agent)");
  }

  @Test
  void agent_certificateOfAnotherCa_refused() throws Exception {
    MiniCa other = MiniCa.init(directory.resolve("other"), "example.org", LONG, Clock.systemUTC());
    AgentNetwork network =
        assertReason(
            serve(new FakeAgent("kms1"), identity(other, Role.AGENT, "kms1")),
            identity(ca, Role.COORDINATOR, "coord1"),
            "");
    assertThat(AgentLab.view(network, "kms1").reason())
        .doesNotContain("connecting")
        .containsAnyOf("trust", "signed", "CA", "TLS");
  }

  @Test
  void agent_certificateExpired_refused() throws Exception {
    Clock lastYear = Clock.offset(Clock.systemUTC(), Duration.ofDays(-20));
    MiniCa then = MiniCa.open(directory.resolve("ca"), lastYear);
    Path files = directory.resolve("expired");
    then.issue(Role.AGENT, "kms1", List.of(), Duration.ofDays(1), files);
    assertReason(
        serve(new FakeAgent("kms1"), TlsIdentity.load(TlsFiles.in(files), lastYear)),
        identity(ca, Role.COORDINATOR, "coord1"),
        "expired");
  }

  @Test
  void coordinator_certificateOfAnAgent_agentsWordsAreShown() throws Exception {
    assertReason(
        serve(new FakeAgent("kms1"), identity(ca, Role.AGENT, "kms1")),
        identity(ca, Role.AGENT, "kms7"),
        "refused our certificate: role is agent (expected: coordinator");
  }

  @Test
  void agent_notThere_connectionRefused() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    AgentNetwork network =
        assertReason(nobody, identity(ca, Role.COORDINATOR, "coord1"), "connection refused");
    assertThat(AgentLab.view(network, "kms1").reason()).isEqualTo("connection refused");
  }

  private AgentNetwork assertReason(int port, TlsIdentity coordinator, String part)
      throws Exception {
    AgentNetwork network = network(coordinator);
    network.fleet().follow(List.of(spec(port)));
    await()
        .atMost(TestTimeouts.SOON)
        .untilAsserted(
            () ->
                assertThat(AgentLab.view(network, "kms1").reason())
                    .isNotEqualTo("connecting")
                    .contains(part));
    assertThat(AgentLab.view(network, "kms1").fresh()).isEmpty();
    return network;
  }

  private TlsIdentity identity(MiniCa issuer, Role role, String name) {
    Path files = directory.resolve("peer-" + issued++);
    issuer.issue(role, name, List.of(), LONG, files);
    return TlsIdentity.load(TlsFiles.in(files), Clock.systemUTC());
  }

  private int serve(FakeAgent agent, TlsIdentity identity) throws IOException {
    Map<String, Set<Role>> coordinatorsOnly = new HashMap<>();
    AgentGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(m -> coordinatorsOnly.put(m.getFullMethodName(), Set.of(Role.COORDINATOR)));
    PeerAuthorization authorization =
        PeerAuthorization.of(identity, coordinatorsOnly, refusal -> {});
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity.serverCredentials())
            .addService(ServerInterceptors.intercept(agent.service(), authorization))
            .build()
            .start();
    servers.add(server);
    return server.getPort();
  }

  private AgentNetwork network(TlsIdentity identity) {
    FakeLeadership leadership = new FakeLeadership("prod", "coord1");
    FencingToken unused = leadership.gain();
    assertThat(unused.epoch()).isEqualTo(1);
    AgentNetwork network =
        new AgentNetwork(
            new AgentNetwork.Ground(
                new TlsChannels(identity),
                new PeerFaults(identity)::explain,
                leadership,
                new InMemoryRecordStore(Clock.systemUTC(), leadership::holds),
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom(),
                (doing, fault) -> escaped.add(fault)),
            AgentNetwork.Limits.DEFAULT,
            (rpc, host, failure, took) -> {});
    networks.add(network);
    network.start();
    return network;
  }

  private static ServiceSpec spec(int port) {
    ServiceSpec one = AgentLab.spec("kms-prod", List.of("kms1"));
    return new ServiceSpec(
        one.service(),
        one.profile(),
        one.mode(),
        one.keyDirectory(),
        one.configDirectory(),
        one.owner(),
        one.group(),
        List.of(
            new ServiceSpec.Host(
                "kms1",
                new AgentAddress("127.0.0.1", port),
                URI.create("http://127.0.0.1:16000/kms"))),
        null,
        one.policy(),
        one.probeKey(),
        null,
        List.of(),
        List.of());
  }
}
