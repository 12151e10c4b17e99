package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.duty.RunDesks;
import dev.keyparity.coordinator.enablement.EnablementBench;
import dev.keyparity.coordinator.enablement.FakeFleet;
import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.leadership.Reign;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.Tick;
import java.nio.file.Path;
import java.time.Duration;
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
    desk =
        RunDesks.of(
            new Reign(() -> deposed ? Optional.empty() : service.leading()),
            service.records(),
            service.clock(),
            woken::add);
    calls =
        new RunCalls(
            operators.chair,
            desk,
            operators.audit,
            service.clock(),
            new RunCalls.Terms(FakeFleet.GROUP, Duration.ZERO));
  }

  void advance(Duration by) {
    service.advance(by);
  }

  /** From now on the desk finds that it leads no more. */
  void depose() {
    deposed = true;
  }

  void declare(String... hosts) {
    service.declare(hosts);
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
