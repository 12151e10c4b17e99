package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.agent.v1.HostReport;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hosts kms1 to kms3 of one service, with fake agents on in-process gRPC, and a leading
 * coordinator's network to them. The network's monotonic clock stands still unless pushed.
 */
final class AgentLab implements AutoCloseable {
  static final String SERVICE = "kms-prod";
  static final Duration BOUND = Duration.ofSeconds(2);

  final TreeMap<String, FakeAgent> agents = new TreeMap<>();
  final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  final FencingToken token = leadership.gain();
  final InMemoryRecordStore records = new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  final List<Throwable> escaped = Collections.synchronizedList(new ArrayList<>());
  final List<String> changed = new CopyOnWriteArrayList<>();
  final AgentNetwork network;
  private final String id = UUID.randomUUID().toString();
  private final List<Server> servers = new ArrayList<>();
  private final AtomicLong sequence = new AtomicLong();

  AgentLab() throws IOException {
    for (String host : List.of("kms1", "kms2", "kms3")) {
      agents.put(host, new FakeAgent(host));
      serve(host);
    }
    network = network();
    network.start();
    network.fleet().listen(changed::add);
  }

  private void serve(String host) throws IOException {
    servers.add(
        InProcessServerBuilder.forName(host + id)
            .addService(agent(host).service())
            .build()
            .start());
  }

  /** A network as another process start of the coordinator would have it. */
  AgentNetwork network() {
    return new AgentNetwork(
        new AgentNetwork.Ground(
            this::open,
            AgentLab::explain,
            leadership,
            records,
            Clock.systemUTC(),
            nanos::get,
            new Random(11),
            (doing, fault) -> escaped.add(fault)),
        new AgentNetwork.Limits(BOUND, Duration.ofSeconds(5)),
        (rpc, host, failure, took) -> {});
  }

  private ManagedChannel open(String host, AgentAddress address) {
    return InProcessChannelBuilder.forName(host + id).build();
  }

  private static KeyparityException explain(Throwable failure, String peer) {
    return GrpcFaults.detailOf(failure)
        .orElseGet(
            () ->
                new KeyparityException(
                    Status.fromThrowable(failure).getCode() == Status.Code.DEADLINE_EXCEEDED
                        ? ErrorCode.DEADLINE_EXCEEDED
                        : ErrorCode.PEER_UNREACHABLE,
                    peer + ": " + Status.fromThrowable(failure).getCode()));
  }

  FakeAgent agent(String host) {
    FakeAgent agent = agents.get(host);
    if (agent == null) {
      throw new IllegalArgumentException(host);
    }
    return agent;
  }

  static ServiceSpec spec() {
    return spec(SERVICE, List.of("kms1", "kms2", "kms3"));
  }

  static ServiceSpec spec(String service, List<String> hosts) {
    return Services.of(service, hosts);
  }

  AgentCall act(String host, String act) {
    return AgentCall.act(
        token,
        new AgentCall.Place(SERVICE, "0f3a91c2d4e5-8c1f", "synchronize-key"),
        host,
        act,
        1,
        Duration.ofSeconds(10));
  }

  AgentCall read(String host) {
    return AgentCall.read(token, SERVICE, host, Duration.ofSeconds(10));
  }

  /** A report observed when the network's own clock says it is now. */
  HostReport report(String host) {
    return HostReport.newBuilder()
        .setService(SERVICE)
        .setHost(host)
        .setObservedAtMs(nanos.get() / 1_000_000)
        .setSequence(sequence.incrementAndGet())
        .build();
  }

  void push(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  HostView view(String host) {
    return view(network, host);
  }

  static HostView view(AgentNetwork network, String host) {
    return network
        .fleet()
        .snapshot()
        .service(SERVICE)
        .flatMap(service -> service.host(host))
        .orElseThrow();
  }

  @Override
  public void close() {
    network.close();
    servers.forEach(Server::shutdownNow);
  }
}
