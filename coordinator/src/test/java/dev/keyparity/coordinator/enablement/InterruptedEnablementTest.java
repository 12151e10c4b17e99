package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.EnablementBench.Leader;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.FaultPoints;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.SimulatedCrash;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.coordinator.workflow.journal.RunJournalCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole runs with the leader dying, or not being answered, at each durable write and each RPC, in
 * each of four ways. The end must be that of an undisturbed run, each effect must have taken place
 * once, and never may two hosts have been down.
 */
class InterruptedEnablementTest {
  private static final Ring KEY = Ring.of("kms1");
  private static final Map<String, String> GIVE_WAY =
      Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary());

  /** What must be the same however the run was disturbed. */
  private record End(
      RunState state,
      List<String> steps,
      Map<String, Set<String>> acts,
      Map<String, String> files,
      Map<String, String> processes,
      Map<String, Long> statements,
      Map<String, String> settings) {

    static End of(EnablementBench bench, RunJournal journal) {
      Map<String, String> files = new HashMap<>();
      Map<String, String> processes = new HashMap<>();
      Map<String, Long> statements = new HashMap<>();
      Map<String, String> settings = new HashMap<>();
      for (String name : bench.spec().hostNames()) {
        FakeHost host = bench.fleet.host(name);
        files.put(name, String.valueOf(host.file));
        processes.put(name, String.valueOf(host.process));
        statements.put(name, host.statement == null ? 0 : host.statement.generation());
        settings.put(name, host.settings.toString());
      }
      return new End(
          journal.state(),
          journal.steps().stream().map(step -> step.id() + " " + step.state()).toList(),
          journal.steps().stream()
              .collect(Collectors.toMap(step -> step.id().value(), End::actsOf)),
          files,
          processes,
          statements,
          settings);
    }

    private static Set<String> actsOf(StepRecord step) {
      return step.acts().stream().map(act -> act.act().toString()).collect(Collectors.toSet());
    }
  }

  /** The operator's part; each move is made again if it is not known to have come through. */
  private static final class Story {
    private final EnablementBench bench;
    private final PlanRecord plan;

    Story(EnablementBench bench, PlanRequest request) throws InterruptedException {
      this.bench = bench;
      this.plan = EnablementBench.sign(bench.plan(bench.leader(), request).orElseThrow());
    }

    RunId run() {
      return plan.plan().run();
    }

    RunJournal tell(FaultPoints faults) throws InterruptedException {
      Leader leader = bench.leader(faults);
      try {
        tell(leader);
      } catch (SimulatedCrash crash) {
        leader = bench.leader();
        tell(leader);
      }
      return bench.journal(leader, run());
    }

    private void tell(Leader leader) throws InterruptedException {
      start(leader);
      Tick tick = bench.drive(leader, run());
      if (isHeld(leader)) {
        bench.insist(
            () -> {
              if (isHeld(leader)) {
                leader.engine.resume(FakeFleet.SERVICE, run(), null, Map.of());
              }
            });
        tick = bench.drive(leader, run());
      }
      if (isBlocked(leader)) {
        resume(
            leader,
            EnablementBench.sign(
                bench.plan(leader, EnablementBench.giveWay(KEY, GIVE_WAY)).orElseThrow()));
        tick = bench.drive(leader, run());
      }
      assertThat(tick.kind()).as(tick.sentence()).isEqualTo(Tick.Kind.ENDED);
    }

    private boolean isBlocked(Leader leader) {
      return bench.journal(leader, run()).state() == RunState.BLOCKED;
    }

    private boolean isHeld(Leader leader) {
      return bench.journal(leader, run()).state() == RunState.PAUSED;
    }

    private void start(Leader leader) {
      bench.insist(
          () -> {
            leader.plans.create(leader.token, plan);
            if (leader.journals.load(FakeFleet.SERVICE, run()).isEmpty()) {
              bench.start(leader, plan);
            }
          });
    }

    private void resume(Leader leader, PlanRecord further) {
      bench.insist(
          () -> {
            leader.plans.create(leader.token, further);
            if (isBlocked(leader)) {
              bench.resume(leader, further);
            }
          });
    }
  }

  private static EnablementBench quick(EnablementBench bench) {
    return bench.withJournalsInMemory().withSettingsInPlace();
  }

  private static void interruptedEverywhere(
      Supplier<EnablementBench> world, PlanRequest request, FaultPoints.Fault fault, int atLeast)
      throws InterruptedException {
    FaultPoints counting = FaultPoints.none();
    EnablementBench calm = world.get();
    End undisturbed = End.of(calm, new Story(calm, request).tell(counting));
    int points = counting.passed().size();
    assertThat(points).isGreaterThan(atLeast);
    assertThat(undisturbed.state()).isEqualTo(RunState.DONE);

    for (int k = 0; k < points; k++) {
      EnablementBench bench = world.get();
      FaultPoints faults = FaultPoints.at(k, fault);
      RunJournal journal = new Story(bench, request).tell(faults);
      String where = "point %d: %s".formatted(k, counting.passed().get(k));
      assertThat(faults.hasFired()).as(where).isTrue();
      assertThat(End.of(bench, journal)).as(where).isEqualTo(undisturbed);
      assertThat(bench.fleet.effects().values()).as(where).containsOnly(1);
      assertThat(bench.fleet.downAtOnceMax()).as(where).isEqualTo(calm.fleet.downAtOnceMax());
      assertThat(journal.acts())
          .as(where)
          .allMatch(act -> act.state() == ActState.DONE && isFirst(act));
    }
    assertThat(calm.fleet.downAtOnceMax()).isLessThanOrEqualTo(1);
  }

  /** Only a question may have been asked twice: a survey is bound to what was done before it. */
  private static boolean isFirst(ActRecord act) {
    return act.attempt() == 1 || act.act().name().equals(Acts.SURVEY);
  }

  /** Blocked at different keys, give way, done. */
  @ParameterizedTest
  @EnumSource(FaultPoints.Fault.class)
  void enableWithDifferentKeys_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> quick(EnableRunTest.diverged()),
        EnablementBench.request(PlanKind.ENABLE),
        fault,
        120);
  }

  @ParameterizedTest
  @EnumSource(FaultPoints.Fault.class)
  void repair_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> RepairRunTest.drifted(Ring.of("rogue")).withJournalsInMemory(),
        EnablementBench.repair("kms2"),
        fault,
        50);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRASH_AFTER", "LOST_REPLY"})
  void adopt_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> AdoptRunTest.uniform().withJournalsInMemory(),
        EnablementBench.request(PlanKind.ADOPT),
        fault,
        30);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRASH_AFTER", "LOST_REPLY"})
  void addHost_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> AddHostRunTest.declaredWithClients().withJournalsInMemory(),
        EnablementBench.addHost("kms3"),
        fault,
        60);
  }

  @ParameterizedTest
  @EnumSource(FaultPoints.Fault.class)
  void removeHost_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> RemoveHostRunTest.inServiceWithClients().withJournalsInMemory(),
        EnablementBench.removeHost("kms3"),
        fault,
        40);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRASH_AFTER", "LOST_REPLY"})
  void removeGoneHost_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> {
          EnablementBench bench = RemoveHostRunTest.inServiceWithClients().withJournalsInMemory();
          bench.fleet.host("kms3").silent = true;
          return bench;
        },
        EnablementBench.removeHost("kms3", "kms3"),
        fault,
        30);
  }

  /** The settings, clients and dependants, which the other stories leave out. */
  @ParameterizedTest
  @EnumSource(names = {"CRASH_AFTER", "LOST_REPLY"})
  void settingsAndDependants_anyPointGoesWrong_sameEnd(FaultPoints.Fault fault) throws Exception {
    interruptedEverywhere(
        () -> AdoptRunTest.uniform().withDependantAndClient().withJournalsInMemory(),
        EnablementBench.request(PlanKind.ENABLE),
        fault,
        100);
  }

  /** Deciding is pure: from what was stored and observed, every decision comes out the same. */
  @Test
  void replay_ofEveryDecisionFromTheStoredJournal_decidesTheSame() throws Exception {
    EnablementBench bench = EnableRunTest.diverged();
    new Story(bench, EnablementBench.request(PlanKind.ENABLE)).tell(FaultPoints.none());

    List<String> replayed = new ArrayList<>();
    for (EnablementBench.Decided it : bench.decided()) {
      RunJournal stored = RunJournalCodec.decode(RunJournalCodec.encode(it.context().journal()));
      StepContext<World> context =
          new StepContext<>(
              stored,
              stored.step(it.step().id()).orElseThrow(),
              it.context().world(),
              it.context().policy(),
              it.context().now());
      assertThat(it.step().decide(context)).as("%s", it.step().id()).isEqualTo(it.decision());
      replayed.add(it.step().id().value());
    }
    assertThat(Set.copyOf(replayed)).hasSize(15);
  }
}
