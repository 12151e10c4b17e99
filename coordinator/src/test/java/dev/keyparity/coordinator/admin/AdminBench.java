package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.FakeFleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.identity.PeerName;
import dev.keyparity.daemon.identity.Role;
import io.grpc.Context;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One leading coordinator as the operators' calls see it: real records, evidence and audit log;
 * leadership, fleet and agents as a test sets them.
 */
final class AdminBench implements AutoCloseable {
  static final String SERVICE = "kms-prod";

  final MutableClock clock = new MutableClock(Instant.parse("2026-11-24T14:00:00Z"));
  final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  final FencingToken token = leadership.gain();
  final InMemoryRecordStore records = new InMemoryRecordStore(clock, leadership::holds);
  final Evidence evidence = new Evidence(records);
  final FakeFleet fleet = new FakeFleet();
  final ScriptedAgents agents = new ScriptedAgents();
  final OperatorAudit audit;
  final Chair chair;

  /** The services that are declared: one of three hosts. */
  List<ServiceSpec> services = List.of(Services.of(SERVICE, List.of("kms1", "kms2", "kms3")));

  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final Groups groups;

  AdminBench(Path directory) {
    audit = new OperatorAudit(directory, clock);
    audit.start();
    groups = new Groups(leadership, (doing, fault) -> escaped.add(fault));
    chair = new Chair(leadership, groups, new DeclaredServices());
  }

  private final class DeclaredServices implements Inventory {
    @Override
    public CompletableFuture<List<ServiceSpec>> takenUp() {
      return CompletableFuture.completedFuture(services);
    }

    @Override
    public List<ServiceSpec> services() {
      return services;
    }

    @Override
    public CompletableFuture<Void> changed() {
      return CompletableFuture.completedFuture(null);
    }
  }

  ServiceSpec spec() {
    return services.get(0);
  }

  /** As a call of that operator, as if authorized. */
  static <T> T as(String operator, Callable<T> call) throws Exception {
    return Context.current()
        .withValue(PeerAuthorization.CALLER, new PeerName("example.org", Role.OPERATOR, operator))
        .call(call);
  }

  static <T> T asAlice(Callable<T> call) throws Exception {
    return as("alice", call);
  }

  /** What a call is refused with. */
  static KeyparityException refusal(ThrowingCallable call) {
    KeyparityException refused = catchThrowableOfType(KeyparityException.class, call);
    assertThat(refused).as("a refusal").isNotNull();
    return refused;
  }

  /** The audit log's records, as stored. */
  List<String> audited() {
    return audit.lines(0, Integer.MAX_VALUE).stream().map(line -> line.toStringUtf8()).toList();
  }

  @Override
  public void close() {
    groups.close();
    audit.close();
    assertThat(escaped).isEmpty();
  }
}
