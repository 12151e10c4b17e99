package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.enablement.EnablementBench;
import dev.keyparity.coordinator.enablement.EnablementBench.Leader;
import dev.keyparity.coordinator.enablement.FakeFleet;
import dev.keyparity.coordinator.enablement.FakeHost;
import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.leadership.Reign;
import dev.keyparity.coordinator.workflow.FaultPoints;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunRevocation.Delivery;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A service whose run stands still at different keys, an operator, and a succession of leaders. */
final class AbortBench {
  static final List<String> HOSTS = List.of("kms1", "kms2", "kms3");
  private static final String REASON = "enough";

  final EnablementBench service = new EnablementBench().withRecoveryKeyProven();
  final RunId run;
  private final Leader first;

  AbortBench() throws InterruptedException {
    for (String host : HOSTS) {
      host(host).serving(Ring.of(host));
    }
    first = service.leader();
    service.declare("kms1", "kms2", "kms3");
    run = begin(first);
    service.drive(first, run);
  }

  RunId begin(Leader leader) throws InterruptedException {
    return service.begin(leader, EnablementBench.request(PlanKind.ENABLE)).plan().run();
  }

  FakeHost host(String name) {
    return service.fleet.host(name);
  }

  Instant now() {
    return service.clock().instant();
  }

  /** One coordinator while it leads. */
  final class Term {
    final Leader leader;
    private final RunDesk desk;
    private ServiceDuty duty;
    private Fenced fenced;

    Term(FaultPoints faults, String... silent) {
      leader = service.leader(faults);
      Reign reign = new Reign(service::leading);
      desk = RunDesks.of(reign, leader.store(), service.clock(), woken -> {});
      duty =
          RunDesks.duty(
              FakeFleet.SERVICE,
              reign,
              leader.store(),
              service.clock(),
              new RunDesks.World(service.fleet, leader.agents()));
      fenced = fence(silent);
    }

    private Fenced fence(String... silent) {
      Map<String, String> notFenced = new HashMap<>();
      Map<String, List<String>> underWay = new HashMap<>();
      HOSTS.forEach(host -> underWay.put(host, List.of()));
      for (String host : silent) {
        underWay.remove(host);
        notFenced.put(host, "agent %s: connection refused".formatted(host));
      }
      return new Fenced(leader.token(), underWay, notFenced);
    }

    /** A host that was silent is heard of, and fenced. */
    void allFenced() {
      fenced = fence();
    }

    RunJournal abort(SignedDocument revocation) {
      return desk.abort(
          desk.reviewAbort(FakeFleet.SERVICE, run.value(), "bob", REASON, revocation));
    }

    RunJournal abortBy(String operator, SignedDocument revocation) {
      return desk.abort(
          desk.reviewAbort(FakeFleet.SERVICE, run.value(), operator, REASON, revocation));
    }

    /** One turn; the clock moves to the next. */
    Duration turn() throws InterruptedException {
      Duration rest = duty.turn(fenced);
      service.advance(rest);
      return rest;
    }

    void turns(Duration upTo) throws InterruptedException {
      Instant end = now().plus(upTo);
      while (now().isBefore(end)) {
        turn();
      }
    }

    /** A long time in which it takes a turn now and then. */
    void seldom(Duration upTo) throws InterruptedException {
      Instant end = now().plus(upTo);
      while (now().isBefore(end)) {
        turn();
        service.advance(Duration.ofMinutes(20));
      }
    }
  }

  Term term(String... silent) {
    return new Term(FaultPoints.none(), silent);
  }

  SignedDocument signed(String by) {
    return SignedAborts.signed(
        SignedAborts.of(FakeFleet.SERVICE, run.value(), REASON, Instant.EPOCH), by);
  }

  RunJournal journal() {
    return service.journal(first, run);
  }

  private Map<String, Delivery> deliveries() {
    RunRevocation revocation = Objects.requireNonNull(journal().revocation());
    return revocation.hosts();
  }

  Delivery at(String host) {
    return Objects.requireNonNull(deliveries().get(host));
  }

  /** {@code host state} of each. */
  List<String> standing() {
    List<String> all = new ArrayList<>();
    deliveries().forEach((host, at) -> all.add(host + " " + at.state().text()));
    return all;
  }

  List<String> events() {
    return first.evidence().events(FakeFleet.SERVICE).events().stream()
        .map(event -> event.message())
        .toList();
  }

  /** How often a version of the journal was written. */
  Optional<Integer> version() {
    return service
        .records()
        .read(
            dev.keyparity.coordinator.records.RecordKey.of(
                dev.keyparity.coordinator.records.RecordKey.Kind.RUN,
                FakeFleet.SERVICE,
                run.value()))
        .map(record -> record.version());
  }
}
