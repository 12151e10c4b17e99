package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.duty.SignedAborts;
import dev.keyparity.coordinator.enablement.EnablementBench;
import dev.keyparity.coordinator.enablement.FakeFleet;
import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators' steering of runs: real desk, engine and records, a fake service. */
class RunCallsTest {
  private static final String BLOCKED_AT = "blocked at divergence: hosts hold different keys: ";

  @TempDir Path directory;
  private RunBench bench;

  @BeforeEach
  void open() {
    bench = new RunBench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Run start(PlanRecord plan) throws Exception {
    return AdminBench.asAlice(
        () ->
            bench.calls.start(
                StartRunRequest.newBuilder()
                    .setService(FakeFleet.SERVICE)
                    .setPlan(plan.plan().id())
                    .build()));
  }

  private static ChangeRunRequest change(String run, String reason) {
    return ChangeRunRequest.newBuilder()
        .setService(FakeFleet.SERVICE)
        .setRun(run)
        .setReason(reason)
        .build();
  }

  private Run pause(String reason) throws Exception {
    return AdminBench.as("bob", () -> bench.calls.pause(change("", reason)));
  }

  private Run resume() throws Exception {
    return AdminBench.as("bob", () -> bench.calls.resume(change("", "")));
  }

  private Run abort(String reason) throws Exception {
    return abort(reason, SignedAborts.signed(revocation(reason), "bob"));
  }

  private Run abort(String reason, SignedDocument revocation) throws Exception {
    return AdminBench.as("bob", () -> bench.calls.abort(abortion(reason, revocation)));
  }

  private static ChangeRunRequest abortion(String reason, SignedDocument revocation) {
    return change("", reason).toBuilder()
        .setRevocation(WireDocuments.toMessage(revocation))
        .build();
  }

  /** Of the current run. */
  private Revocation revocation(String reason) {
    return SignedAborts.of(
        FakeFleet.SERVICE, get("").getId(), reason, bench.service.clock().instant());
  }

  private Run get(String run) {
    return bench.calls.get(
        GetRunRequest.newBuilder().setService(FakeFleet.SERVICE).setRun(run).build());
  }

  private List<String> events() {
    return bench.leader.evidence().events(FakeFleet.SERVICE).events().stream()
        .map(EventLog.Event::message)
        .toList();
  }

  /** A run that stands still at different keys. */
  private PlanRecord blocked() throws Exception {
    PlanRecord plan = bench.enable();
    start(plan);
    bench.drive(plan.plan().run());
    return plan;
  }

  private static void assertRefused(
      KeyparityException refused, ErrorCode code, String startOfMessage) {
    assertThat(refused.code()).as(refused.operatorMessage()).isEqualTo(code);
    assertThat(refused.operatorMessage()).startsWith(startOfMessage);
  }

  @Test
  void start_approvedPlan_runs_isToldAndWakesTheService_andAgainIsTheSameRun() throws Exception {
    PlanRecord plan = bench.enable();

    Run run = start(plan);

    assertThat(run.getId()).isEqualTo(plan.plan().run().value());
    assertThat(run.getState()).isEqualTo("running");
    assertThat(run.getStartedBy()).isEqualTo("alice");
    assertThat(bench.woken).containsExactly(FakeFleet.SERVICE);
    assertThat(events()).containsExactly("alice starts enable run " + run.getId());
    assertThat(start(plan).getId()).isEqualTo(run.getId());
    assertThat(events()).hasSize(1);
    assertThat(bench.operators.audited())
        .hasSize(2)
        .allMatch(line -> line.contains("\"event\":\"run-start\"") && line.contains("alice"));
  }

  @Test
  void start_planNobodySigned_isRefusedWithTheCommand() throws Exception {
    PlanRecord plan = bench.planned(EnablementBench.request(PlanKind.ENABLE));

    KeyparityException refused = AdminBench.refusal(() -> start(plan));

    assertRefused(
        refused,
        ErrorCode.WARRANT_MISSING,
        "plan %s: signed by 0 of 1 operators".formatted(plan.plan().id()));
    assertThat(refused.whatToDo()).isEqualTo("keyparity approve " + plan.plan().id());
  }

  @Test
  void start_warrantThatExpired_isRefused() throws Exception {
    PlanRecord plan = bench.enable();
    bench.advance(Duration.ofDays(2));

    assertRefused(
        AdminBench.refusal(() -> start(plan)),
        ErrorCode.WARRANT_EXPIRED,
        "plan %s: its warrant was good until".formatted(plan.plan().id()));
  }

  @Test
  void start_serviceDeclaredOtherwiseSince_isRefused() throws Exception {
    PlanRecord plan = bench.enable();
    bench.declare("kms1", "kms2");

    assertRefused(
        AdminBench.refusal(() -> start(plan)),
        ErrorCode.PLAN_CHANGED,
        "plan %s: made for [kms1, kms2, kms3], and the service now is [kms1, kms2]"
            .formatted(plan.plan().id()));
  }

  @Test
  void start_whileAnotherRunIsOpen_isRefused() throws Exception {
    PlanRecord second = bench.enable();
    blocked();

    assertThat(AdminBench.refusal(() -> start(second)).code())
        .isEqualTo(ErrorCode.RUN_ALREADY_OPEN);
  }

  @Test
  void start_planWhoseRunIsOver_isRefused() throws Exception {
    PlanRecord plan = blocked();
    abort("enough");

    assertRefused(
        AdminBench.refusal(() -> start(plan)),
        ErrorCode.PLAN_CHANGED,
        "plan %s: its run %s is aborted (expected: a plan that was not used)"
            .formatted(plan.plan().id(), plan.plan().run()));
  }

  @Test
  void blockedRun_isShownWithWhoHoldsWhat() throws Exception {
    blocked();

    Run run = get("");

    assertThat(run.getState()).isEqualTo("blocked");
    assertThat(run.getSentence()).startsWith(BLOCKED_AT);
    assertThat(run.getBlocked().getReason()).isEqualTo("divergence");
    assertThat(run.getBlocked().getDoneSoFar())
        .isEqualTo("nothing was changed; all 3 hosts are backed up");
    assertThat(run.getBlocked().getHostsList())
        .extracting(HostKeys::getHost)
        .containsExactly("kms1", "kms2", "kms3");
    assertThat(run.getBlocked().getHosts(1).getFingerprints(0))
        .isEqualTo(Ring.of("kms2").primary());
    assertThat(run.getHoldersList()).hasSize(1);
  }

  /** Nothing was decided: tried again, it finds the same. */
  @Test
  void resume_withoutADecision_isTriedAgain_andBlocksAgain() throws Exception {
    PlanRecord plan = blocked();

    assertThat(resume().getState()).isEqualTo("running");
    assertThat(bench.drive(plan.plan().run()).sentence()).startsWith(BLOCKED_AT);
    assertThat(events()).contains("bob resumes run " + plan.plan().run());
  }

  /** The decision is a plan of its own, which operators signed; its run is the one that stands. */
  @Test
  void resume_withADecision_goesOnInTheSameRun_toItsEnd() throws Exception {
    PlanRecord plan = blocked();
    PlanRecord decision = bench.giveWay();
    assertThat(decision.plan().run()).isEqualTo(plan.plan().run());

    Run run = start(decision);

    assertThat(run.getId()).isEqualTo(plan.plan().run().value());
    assertThat(run.getState()).isEqualTo("running");
    assertThat(events())
        .contains("alice lets %s go on: kms2, kms3 give way".formatted(run.getId()));
    assertThat(start(decision).getState()).as("again, as after a lost answer").isEqualTo("running");
    assertThat(bench.drive(plan.plan().run()).sentence()).startsWith("done in");
    assertThat(get(run.getId()).getState()).isEqualTo("done");
  }

  @Test
  void resume_decisionNobodySigned_isRefused_andTheRunStandsStill() throws Exception {
    blocked();
    PlanRecord decision =
        bench.planned(
            EnablementBench.giveWay(
                RunBench.KEY,
                Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));

    assertThat(AdminBench.refusal(() -> start(decision)).code())
        .isEqualTo(ErrorCode.WARRANT_MISSING);
    assertThat(get("").getState()).isEqualTo("blocked");
  }

  @Test
  void wrongState_isRefusedWithTheStateItIsIn() throws Exception {
    PlanRecord plan = bench.enable();
    start(plan);
    String id = plan.plan().run().value();

    assertRefused(
        AdminBench.refusal(this::resume),
        ErrorCode.USAGE,
        "resume run %s: it is running (expected: blocked, paused or failed)".formatted(id));

    bench.drive(plan.plan().run());
    assertRefused(
        AdminBench.refusal(() -> pause("lunch")),
        ErrorCode.USAGE,
        "pause run %s: it is blocked (expected: running or waiting)".formatted(id));

    abort("enough");
    assertRefused(
        AdminBench.refusal(this::resume),
        ErrorCode.USAGE,
        "resume run %s: it is aborted".formatted(id));
    KeyparityException refused = AdminBench.refusal(() -> abort("again"));
    assertRefused(
        refused, ErrorCode.USAGE, "abort run %s: it is aborted (expected: not over)".formatted(id));
    assertThat(refused.whatToDo()).isEqualTo("keyparity run list kms-prod");
  }

  @Test
  void pause_takesEffectWhereTheStepMayRest_andResumeGoesOn() throws Exception {
    PlanRecord plan = bench.enable();
    start(plan);

    pause("lunch");

    assertThat(bench.drive(plan.plan().run()).sentence())
        .isEqualTo("paused at preflight: lunch, by bob");
    assertThat(resume().getState()).isEqualTo("running");
    assertThat(bench.drive(plan.plan().run()).sentence()).startsWith(BLOCKED_AT);
  }

  @Test
  void abort_whereItStandsStill_isOverAtOnce() throws Exception {
    blocked();

    Run run = abort("enough");

    assertThat(run.getState()).isEqualTo("aborted");
    assertThat(run.getSentence()).startsWith("aborted at divergence: enough, by bob");
    assertThat(run.getEndedAtMs()).isNotZero();
    assertThat(bench.operators.audited())
        .last()
        .asString()
        .contains(
            "\"event\":\"run-abort\"",
            "\"reason\":\"enough\"",
            "\"operator\":\"bob\"",
            "\"signed\":\"{");
  }

  /** The hosts are told by the leader's duty; the answer says how far that is. */
  @Test
  void abort_namesEveryHostThatHasNotConfirmed_andTheGroup() throws Exception {
    blocked();

    Run run = abort("enough");

    assertThat(run.getGroup()).isEqualTo(FakeFleet.GROUP);
    assertThat(run.getRevocationsList())
        .extracting(at -> at.getHost() + " " + at.getState())
        .containsExactly("kms1 pending", "kms2 pending", "kms3 pending");
    assertThat(WireDocuments.fromMessage(run.getRevocation()).payload())
        .isEqualTo(revocation("enough").canonicalBytes());
  }

  @Test
  void abort_withoutARevocation_isRefused_andNothingIsAborted() throws Exception {
    blocked();
    int audited = bench.operators.audited().size();

    KeyparityException refused =
        AdminBench.refusal(
            () -> AdminBench.as("bob", () -> bench.calls.abort(change("", "enough"))));

    assertRefused(refused, ErrorCode.WARRANT_MISSING, "abort run");
    assertThat(refused.whatToDo()).contains("nothing was aborted");
    assertThat(get("").getState()).isEqualTo("blocked");
    assertThat(bench.operators.audited()).hasSize(audited);
  }

  @Test
  void abort_withARevocationOfSomethingElse_isRefusedWithWhatDiffers() throws Exception {
    blocked();
    Revocation right = revocation("enough");
    Map<String, Revocation> wrong =
        Map.of(
            "group: test (expected: prod)",
            new Revocation("test", right.service(), null, right.run(), right.issuedAt(), "enough"),
            "service: kms-test (expected: kms-prod)",
            new Revocation("prod", "kms-test", null, right.run(), right.issuedAt(), "enough"),
            "run: 0f3a91c2d4e5-8c1f (expected: " + right.run(),
            new Revocation(
                "prod", right.service(), null, "0f3a91c2d4e5-8c1f", right.issuedAt(), "enough"),
            "run: none (expected: " + right.run(),
            new Revocation("prod", right.service(), "w-1", null, right.issuedAt(), "enough"),
            "reason: other (expected: enough)",
            revocation("other"));

    wrong.forEach(
        (what, revocation) -> {
          KeyparityException refused =
              AdminBench.refusal(() -> abort("enough", SignedAborts.signed(revocation, "bob")));
          assertRefused(
              refused,
              ErrorCode.WARRANT_MISMATCH,
              "revocation of run %s: %s".formatted(right.run(), what));
        });
    assertThat(get("").getState()).isEqualTo("blocked");
    assertThat(get("").getRevocationsList()).isEmpty();
  }

  @Test
  void abort_withARevocationThatTheCallerDidNotSign_isRefused() throws Exception {
    blocked();
    Revocation right = revocation("enough");

    for (SignedDocument document :
        List.of(
            SignedDocument.unsigned(right.canonicalBytes()),
            SignedAborts.signed(right, "alice"),
            SignedDocument.unsigned("no revocation".getBytes(StandardCharsets.UTF_8)))) {
      assertRefused(
          AdminBench.refusal(() -> abort("enough", document)),
          ErrorCode.WARRANT_INVALID,
          "revocation of run " + right.run());
    }
    assertThat(get("").getState()).isEqualTo("blocked");
  }

  /** As after a lost answer. */
  @Test
  void abort_againWithTheSameRevocation_changesNothing() throws Exception {
    blocked();
    SignedDocument revocation = SignedAborts.signed(revocation("enough"), "bob");
    Run first = abort("enough", revocation);

    assertThat(abort("enough", revocation)).isEqualTo(first);
    assertThat(events()).filteredOn(event -> event.contains("aborts")).hasSize(1);
  }

  @Test
  void abort_byAFurtherOperator_addsASignature() throws Exception {
    blocked();
    SignedDocument byBob = SignedAborts.signed(revocation("enough"), "bob");
    abort("enough", byBob);

    Run run =
        AdminBench.asAlice(
            () -> bench.calls.abort(abortion("enough", SignedAborts.also(byBob, "alice"))));

    assertThat(WireDocuments.fromMessage(run.getRevocation()).signatures())
        .extracting(DocumentSignature::operator)
        .containsExactly("bob", "alice");
    assertThat(events()).contains("alice signs the abort of run %s too".formatted(run.getId()));
  }

  @Test
  void abort_whileItRuns_isOverAtItsNextRest() throws Exception {
    PlanRecord plan = bench.enable();
    start(plan);

    assertThat(abort("enough").getState()).isEqualTo("running");

    assertThat(bench.drive(plan.plan().run()).sentence())
        .isEqualTo("aborted at preflight: enough, by bob");
    assertThat(bench.woken).hasSize(2);
  }

  @Test
  void change_withoutAReason_isRefusedBeforeItIsAudited() throws Exception {
    blocked();
    int audited = bench.operators.audited().size();

    assertRefused(
        AdminBench.refusal(() -> AdminBench.as("bob", () -> bench.calls.abort(change("", " ")))),
        ErrorCode.USAGE,
        "reason: none");
    assertRefused(AdminBench.refusal(() -> pause("")), ErrorCode.USAGE, "reason: none");
    assertThat(bench.operators.audited()).hasSize(audited);
  }

  @Test
  void runThatIsNot_isNotFound_whateverItsName() throws Exception {
    assertRefused(
        AdminBench.refusal(() -> get("")), ErrorCode.NO_SUCH_RUN, "run current of kms-prod");
    blocked();

    assertRefused(
        AdminBench.refusal(() -> get("0f3a91c2d4e5-8c1f")),
        ErrorCode.NO_SUCH_RUN,
        "run 0f3a91c2d4e5-8c1f of kms-prod: not on record");
    assertRefused(
        AdminBench.refusal(() -> get("../../epoch")),
        ErrorCode.NO_SUCH_RUN,
        "run ../../epoch of kms-prod: not on record (expected: 12 hex digits");
  }

  @Test
  void list_isNewestFirst() throws Exception {
    PlanRecord first = blocked();
    abort("enough");
    PlanRecord second = bench.enable();
    start(second);

    assertThat(
            bench
                .calls
                .list(ListRunsRequest.newBuilder().setService(FakeFleet.SERVICE).build())
                .getRunsList())
        .extracting(Run::getId)
        .containsExactly(second.plan().run().value(), first.plan().run().value());
  }

  /** Whoever lost the leadership in the middle of a call still says who has it. */
  @Test
  void leadershipLostInTheMiddle_refusalNamesTheLeader() throws Exception {
    blocked();
    bench.depose();
    Answers answers = new Answers(bench.operators.chair);

    for (KeyparityException refused :
        List.of(
            AdminBench.refusal(this::resume),
            AdminBench.refusal(() -> abort("enough")),
            AdminBench.refusal(() -> start(bench.giveWay())))) {
      KeyparityException told =
          GrpcFaults.detailOf(answers.status(refused)).orElseThrow(AssertionError::new);
      assertThat(told.code()).isEqualTo(ErrorCode.NO_LEADER);
      assertThat(told.context()).containsEntry("leader", "coord1.example.com:7418");
    }
    assertThat(events()).noneMatch(event -> event.startsWith("bob"));
  }
}
