package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.duty.RunDesks;
import dev.keyparity.coordinator.enablement.EnablementBench;
import dev.keyparity.coordinator.enablement.FakeFleet;
import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.fencing.FencingToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators' calls about runs on a whole fake service: the same records are written by the calls
 * and by the engine that drives the run.
 */
final class RunBench implements AutoCloseable {
  static final Ring KEY = Ring.of("kms1");

  final AdminBench operators;
  final EnablementBench service = new EnablementBench().withRecoveryKeyProven();
  final EnablementBench.Leader leader;
  final RunDesk desk;
  final RunCalls calls;
  final List<String> woken = new ArrayList<>();
  private boolean deposed;

  /** kms2 and kms3 were started too early: a run will stop at their different keys. */
  RunBench(Path directory) {
    operators = new AdminBench(directory);
    for (String host : List.of("kms1", "kms2", "kms3")) {
      service.fleet.host(host).serving(Ring.of(host));
    }
    leader = service.leader();
    declare("kms1", "kms2", "kms3");
    desk = RunDesks.of(new Reign(), service.records(), service.clock(), woken::add);
    calls = new RunCalls(operators.chair, desk, operators.audit, service.clock());
  }

  /** The leadership of the service's present leader. */
  private final class Reign implements Leadership {
    @Override
    public Optional<FencingToken> token() {
      return deposed ? Optional.empty() : service.leading();
    }

    @Override
    public boolean holds(FencingToken token) {
      return token().filter(token::equals).isPresent();
    }

    @Override
    public void addListener(Listener listener) {}

    @Override
    public FencingToken raiseAbove(FencingToken token, long epoch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resign(String reason) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Group group() {
      throw new AssertionError("a call about runs must not wait for who leads");
    }
  }

  void advance(Duration by) {
    service.advance(by);
  }

  /** From now on the desk finds that it leads no more. */
  void depose() {
    deposed = true;
  }

  void declare(String... hosts) {
    StringBuilder yaml =
        new StringBuilder("service: kms-prod\nconfig_directory: /etc/kms\nhosts:\n");
    for (String host : hosts) {
      yaml.append(
          "  - {name: %1$s, agent: \"%1$s:7417\", kms: \"http://%1$s:16000/kms\"}\n"
              .formatted(host));
    }
    RecordKey key = RecordKey.of(RecordKey.Kind.SPEC, FakeFleet.SERVICE);
    Optional<StoredRecord> before = service.records().read(key);
    service
        .records()
        .write(
            service.leading().orElseThrow(),
            List.of(
                RecordWrite.put(
                    key,
                    before,
                    new ServiceRecord(yaml.toString(), "alice", Instant.EPOCH).encode())));
  }

  PlanRecord planned(PlanRequest request) throws InterruptedException {
    PlanRecord plan = service.plan(leader, request).orElseThrow();
    leader.plans().create(service.leading().orElseThrow(), plan);
    return plan;
  }

  /** A plan that the operator signed. */
  PlanRecord approved(PlanRequest request) throws InterruptedException {
    PlanRecord plan = EnablementBench.sign(service.plan(leader, request).orElseThrow());
    leader.plans().create(service.leading().orElseThrow(), plan);
    return plan;
  }

  PlanRecord enable() throws InterruptedException {
    return approved(EnablementBench.request(PlanKind.ENABLE));
  }

  PlanRecord giveWay() throws InterruptedException {
    return approved(
        EnablementBench.giveWay(
            KEY, Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));
  }

  Tick drive(RunId run) throws InterruptedException {
    return service.drive(leader, run, Duration.ofHours(1));
  }

  @Override
  public void close() {
    operators.close();
  }
}
