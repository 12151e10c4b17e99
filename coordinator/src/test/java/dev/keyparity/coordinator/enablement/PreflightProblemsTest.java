package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.proto.agent.v1.Build;
import dev.keyparity.proto.agent.v1.Check;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What preflight finds between the plan and the run: told, with nothing touched. */
class PreflightProblemsTest {
  private static final Ring KEY = Ring.of("kms1");

  private static final List<String> FORMATS_OF_AN_OLD_AGENT =
      List.of(
          "keyparity.warrant/1",
          "keyparity.statement/1",
          "keyparity.ask/1",
          "keyparity.permit/1",
          "keyparity.serves-again/1",
          "keyparity.container/1",
          "keyparity.copy-receipt/1",
          "keyparity.sealing-offer/1",
          "keyparity.bundle/1");

  /**
   * @param spoil what is wrong on kms2
   * @param message what the operator reads
   * @param whatToDo the first way on, without the message in front of it
   */
  private record Problem(
      String code, UnaryOperator<HostReport.Builder> spoil, String message, String whatToDo) {
    @Override
    public String toString() {
      return code + ": " + message;
    }
  }

  private static UnaryOperator<HostReport.Builder> directory(
      Consumer<KeyDirectory.Builder> change) {
    return report -> {
      change.accept(report.getKeyDirectoryBuilder());
      return report;
    };
  }

  static Stream<Problem> problems() {
    return Stream.of(
        new Problem(
            "effects-refused",
            report -> report.setRefusesEffects(true),
            "kms2: its agent refuses every effect",
            "set effects: allow in agent.yaml of kms2"),
        new Problem(
            "install-interrupted",
            report -> report.setInstallMarker("00000000000a-0001"),
            "kms2: an install of run 00000000000a-0001 neither ended nor was undone",
            "restart keyparity-agent on kms2: it finishes or undoes it"),
        new Problem(
            "key-directory-changing",
            directory(directory -> directory.setChanging(true)),
            "kms2: key directory: still changing",
            "end what writes there"),
        new Problem(
            "profile",
            directory(directory -> directory.setProfile("navencrypt")),
            "kms2: profile navencrypt (expected: keytrustee-kms, as the service file says)",
            "make agent.yaml of kms2 and the service file agree"),
        new Problem(
            "host-check",
            report ->
                report.addChecks(
                    Check.newBuilder()
                        .setName("disk")
                        .setResult(Check.Result.FAIL)
                        .setMessage("12 MiB free (expected: 64 MiB)")
                        .setWhatToDo("make room below /var/lib/keyparity")),
            "kms2: disk: 12 MiB free (expected: 64 MiB)",
            "make room below /var/lib/keyparity"),
        new Problem(
            "clock",
            report -> report.setObservedAtMs(report.getObservedAtMs() - 61_000),
            "kms2: clock: 61 s apart from the coordinator's (expected: at most 60 s)",
            "set the clocks (NTP)"),
        new Problem(
            "no-recovery-key",
            HostReport.Builder::clearRecoveryKeys,
            "recovery key: none that every host has (expected: at least one)",
            "keyparity recovery-key init --user-id TEXT --out DIR, and name it in each agent.yaml"),
        new Problem(
            "agent-version",
            report ->
                report.setBuild(
                    Build.newBuilder().setVersion("0.0.9").addAllFormats(FORMATS_OF_AN_OLD_AGENT)),
            "kms2: its agent 0.0.9 does not know keyparity.bundle-signature/1",
            "upgrade keyparity-agent on kms2"));
  }

  private static Standing standing(
      EnablementBench bench, EnablementBench.Leader leader, PlanRecord plan) {
    return bench.journal(leader, plan.plan().run()).standing();
  }

  @ParameterizedTest
  @MethodSource("problems")
  void problem_blocksWithWordsAndAWayOn_touchesNothing_andIsGoneWhenMended(Problem problem)
      throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    bench.fleet.host("kms2").reportEdit = problem.spoil();

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).isEqualTo("blocked at preflight: " + problem.message());
    assertThat(standing(bench, leader, plan).code()).isEqualTo(problem.code());
    assertThat(standing(bench, leader, plan).whatToDo())
        .containsExactly(
            problem.message() + ": " + problem.whatToDo(), "then: keyparity run resume");
    assertThat(bench.fleet.history()).isEmpty();

    bench.fleet.host("kms2").reportEdit = report -> report;
    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());
    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
  }

  /** All of them are told at once: mending one and being stopped by the next costs a night. */
  @Test
  void problemsOnSeveralHosts_areAllTold_theFirstOneInTheSentence() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    bench.fleet.host("kms2").reportEdit = report -> report.setRefusesEffects(true);
    bench.fleet.host("kms3").reportEdit = report -> report.setInstallMarker("00000000000a-0001");

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo("blocked at preflight: kms2: its agent refuses every effect (and 1 more)");
    assertThat(standing(bench, leader, plan).whatToDo())
        .containsExactly(
            "kms2: its agent refuses every effect: set effects: allow in agent.yaml of kms2",
            "kms3: an install of run 00000000000a-0001 neither ended nor was undone: restart"
                + " keyparity-agent on kms3: it finishes or undoes it",
            "then: keyparity run resume");
  }

  /** An unreadable directory is no absent key: nothing may be concluded from it. */
  @Test
  void keyDirectoryUnreadable_blocksWithItsPath() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    bench.fleet.host("kms2").reportEdit =
        directory(
            directory ->
                directory
                    .setSoundness(KeyDirectory.Soundness.UNREADABLE)
                    .setPath("/var/lib/kms")
                    .addReasons("owner is root (expected: kms)"));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at preflight: kms2: key directory: owner is root (expected: kms) (and 1"
                + " more)");
    assertThat(standing(bench, leader, plan).code()).isEqualTo("key-directory-unreadable");
    assertThat(standing(bench, leader, plan).whatToDo())
        .containsExactly(
            "kms2: key directory: owner is root (expected: kms): mend owner and mode of"
                + " /var/lib/kms",
            "kms2: its key file changed since the plan was made: keyparity run abort, then make a"
                + " new plan",
            "then: keyparity run resume");
    assertThat(bench.fleet.history()).isEmpty();
  }

  /** An agent's own configuration came to demand more than the plan has. */
  @Test
  void moreApprovalsDemandedThanGiven_blocksWithTheCommand() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    bench.fleet.host("kms3").reportEdit = report -> report.setApprovalsDemanded(2);
    String id = plan.plan().id();

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo("blocked at preflight: plan %s: 1 approvals (expected: 2)".formatted(id));
    assertThat(standing(bench, leader, plan).code()).isEqualTo("approvals");
    assertThat(standing(bench, leader, plan).whatToDo().get(0))
        .endsWith(": keyparity approve " + id);
  }

  @Test
  void referenceDamagedSinceThePlan_blocks() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    bench.fleet.host("kms1").file = KEY.damaged();

    bench.drive(leader, plan.plan().run());

    assertThat(standing(bench, leader, plan).code()).isEqualTo("plan-changed");
    assertThat(standing(bench, leader, plan).whatToDo())
        .contains(
            "kms1: the reference host's key file is not sound: make a plan with another reference"
                + " host");
    assertThat(bench.fleet.history()).isEmpty();
  }

  @Test
  void recoveryKeyNeverProven_blocksWithTheCommand_andGoesOnOnceProven() throws Exception {
    EnablementBench bench = new EnablementBench();
    bench.fleet.host("kms1").serving(KEY);
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at preflight: recovery key %s: nobody has proved yet that it opens what is"
                    .formatted(FakeHost.RECOVERY_KEY)
                + " encrypted to it");
    assertThat(standing(bench, leader, plan).code()).isEqualTo("no-recovery-key");
    assertThat(standing(bench, leader, plan).whatToDo().get(0))
        .endsWith(": keyparity recovery-key prove kms-prod");

    leader.evidence.prove(
        leader.token,
        FakeFleet.SERVICE,
        before ->
            before.answered(
                new RecoveryProofs.Challenge(
                    "c1", FakeHost.RECOVERY_KEY, Ring.sha("word"), bench.fleet.clock.instant()),
                "alice",
                bench.fleet.clock.instant()));
    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());
    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
  }

  /** Warnings are kept for whoever reads the run, and stop nobody. */
  @Test
  void warnings_areKept_andStopNobody() throws Exception {
    EnablementBench bench = EnableRunTest.joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
    bench.fleet.host("kms2").reportEdit =
        report ->
            report
                .setObservedAtMs(report.getObservedAtMs() - 6_000)
                .setCertificateExpiresAtMs(
                    bench.fleet.clock.instant().plusSeconds(86_400).toEpochMilli());

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).startsWith("done in");
    assertThat(bench.journal(leader, plan.plan().run()).facts().values())
        .contains("kms2: clock: 6 s apart from the coordinator's")
        .anyMatch(warning -> warning.startsWith("kms2: certificate expires "));
  }
}
