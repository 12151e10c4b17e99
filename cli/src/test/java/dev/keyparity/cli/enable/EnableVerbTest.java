package dev.keyparity.cli.enable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.ApprovePlanRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnableVerbTest {
  private static final String[] ENABLE = {"enable", "kms-prod", "--reference", "kms1"};
  private static final Plan PLAN = Plans.enable().build();

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;
  private OperatorDirectory operator;

  @BeforeEach
  void operator() {
    operator = new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    admin.refusing(
        "GetRun", new KeyparityException(ErrorCode.NO_SUCH_RUN, "kms-prod: no run yet", ""));
    admin.answering("MakePlan", PLAN);
    admin.on(
        "ApprovePlan",
        (ApprovePlanRequest request) ->
            PLAN.toBuilder()
                .setWarrant(request.getWarrant())
                .setStatement(request.getStatement())
                .setApprovalsGiven(1)
                .build());
    admin.answering("StartRun", RunStates.started());
    admin.streaming(
        "FollowRun", List.of(RunStates.started(), RunStates.takenOver(), RunStates.done()));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private static String[] with(String... more) {
    String[] all = Arrays.copyOf(ENABLE, ENABLE.length + more.length);
    System.arraycopy(more, 0, all, ENABLE.length, more.length);
    return all;
  }

  @Test
  void enable_yesAtTheTerminal_showsSignsStartsAndFollows() {
    Result result = cli.typing("y\n").run(with("--no-color", "--ticket", ""));

    assertThat(result.exit()).isZero();
    assertThat(admin.calls())
        .containsExactly("GetRun", "MakePlan", "ApprovePlan", "StartRun", "FollowRun");
    ApprovePlanRequest approval = admin.requests(ApprovePlanRequest.class).get(0);
    assertThat(approval.getWarrant().getPayload()).isEqualTo(PLAN.getWarrantDraft());
    assertThat(approval.getStatement().getPayload()).isEqualTo(PLAN.getStatementDraft());
    assertThat(operator.approves(approval.getWarrant(), DocumentKind.WARRANT)).isTrue();
    assertThat(operator.approves(approval.getStatement(), DocumentKind.STATEMENT)).isTrue();
    assertThat(admin.requests(StartRunRequest.class).get(0).getPlan()).isEqualTo(PLAN.getId());
  }

  @Test
  void enable_inAPipe_printsALineAStepAndTheOutcomeOnStdout() {
    Result result = cli.run(with("--yes"));

    Golden.assertMatches("enable-done.err.txt", result.err());
    Golden.assertMatches("enable-done.out.txt", result.out());
    assertThat(result.exit()).isZero();
    assertThat(result.err()).as("no live lines in pipes").doesNotContain("\r");
  }

  @Test
  void enable_onATerminal_keepsALiveLineForTheStepAtHand() {
    Result result = cli.width(140).typing("y\n").run(with("--no-color"));

    assertThat(result.err())
        .contains("\r\u001b[2K ▸ synchronize-key")
        .contains("kms2 starting … 6 s (deadline in 84 s)      Ctrl-C leaves; the run goes on");
  }

  @Test
  void enable_json_givesOneDocumentOnStdout() {
    Result result = cli.run(with("--yes", "-o", "json"));

    Golden.assertMatches("run-done.json", result.out());
    assertThat(result.exit()).isZero();
  }

  @Test
  void enable_answerIsNo_signsNothing() {
    for (String answer : List.of("n\n", "\n", "", "yes please\n")) {
      Result result = cli.typing(answer).run(ENABLE);

      assertThat(result.exit()).isEqualTo(7);
      assertThat(result.err()).contains("nothing was done");
    }
    assertThat(admin.calls()).doesNotContain("ApprovePlan", "StartRun");
  }

  @Test
  void enable_nobodyToAskAndNoYes_isAUsageErrorAndSignsNothing() {
    Result result = cli.run(ENABLE);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.told()).contains("expected: a person, or --yes");
    assertThat(admin.calls()).containsExactly("GetRun", "MakePlan");
  }

  @Test
  void enable_planThatDoesNotMatchItsWarrant_isRefusedEvenWithYes() {
    admin.answering(
        "MakePlan", Plans.enable().editPlan(plan -> plan.setDigest(Plans.sha("another"))).build());

    Result result = cli.run(with("--yes"));

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.err()).contains("refused: nothing was signed");
    assertThat(admin.calls()).containsExactly("GetRun", "MakePlan");
  }

  @Test
  void enable_becomesBlocked_exitsSevenWithTheBlockedScreen() {
    admin.streaming("FollowRun", List.of(RunStates.started(), RunStates.blocked()));

    Result result = cli.run(with("--yes"));

    Golden.assertMatches("enable-blocked.out.txt", result.out());
    assertThat(result.exit()).isEqualTo(7);
  }

  @Test
  void enable_refusedByTheCoordinator_saysTheRuleAndExitsEight() {
    admin.refusing(
        "StartRun",
        new KeyparityException(
                ErrorCode.LAST_SERVING,
                "kms1 is the last host that serves the approved key",
                "keyparity status kms-prod shows why the others do not")
            .withRule("I5"));

    Result result = cli.run(with("--yes"));

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.err())
        .contains(
            "keyparity: refused: kms1 is the last host that serves the approved key (rule I5)",
            "  keyparity status kms-prod shows why the others do not");
  }

  @Test
  void enable_secondApprovalIsNeeded_waitsForAnotherOperator() {
    admin.on(
        "ApprovePlan",
        (ApprovePlanRequest request) ->
            PLAN.toBuilder().setApprovalsNeeded(2).setApprovalsGiven(1).build());

    Result result = cli.run(with("--yes"));

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.err()).contains("1 of 2 approvals", "keyparity approve " + PLAN.getId());
    assertThat(admin.calls()).doesNotContain("StartRun");
  }

  @Test
  void enable_whileARunIsOpen_saysSoBeforeAnythingIsShownOrSigned() {
    admin.answering("GetRun", RunStates.blocked());

    Result result = cli.run(with("--yes"));

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.err())
        .startsWith("keyparity: kms-prod: run " + Plans.RUN + " is blocked")
        .contains("keyparity run show " + Plans.RUN);
    assertThat(admin.calls()).containsExactly("GetRun");
  }

  @Test
  void enable_afterARunThatEnded_goesOn() {
    admin.answering("GetRun", RunStates.done());

    assertThat(cli.run(with("--yes")).exit()).isZero();
  }

  @Test
  void enable_asksForWhatTheOptionsSay() {
    cli.run(with("--yes", "--hold-before", "restart-kms,restart-cluster", "--ticket", "CHG-1"));

    MakePlanRequest request = admin.requests(MakePlanRequest.class).get(0);
    assertThat(request.getKind()).isEqualTo(MakePlanRequest.Kind.ENABLE);
    assertThat(request.getReference()).isEqualTo("kms1");
    assertThat(request.getTransfer()).isEqualTo("sealed");
    assertThat(request.getHoldBeforeList()).containsExactly("restart-kms", "restart-cluster");
    assertThat(request.getTicket()).isEqualTo("CHG-1");
    assertThat(request.getExpiresIn()).isEqualTo("86400s");
  }

  @Test
  void enable_otherTransfersThanSealed_areNotBuiltYet() {
    for (String transfer : List.of("offline", "manual")) {
      Result result = cli.run(with("--transfer", transfer));

      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("--transfer " + transfer + ": not built yet");
    }
    assertThat(cli.run(with("--transfer", "pigeon")).exit()).isEqualTo(2);
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void enable_noSigningKey_saysHowToMakeOneBeforeAnythingIsSigned() {
    Result result = cli.tlsDirectory(temp.resolve("elsewhere")).run(with("--yes"));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("operator.key", "keyparity pki operator-key");
    assertThat(admin.calls()).doesNotContain("ApprovePlan");
  }

  @Test
  void enable_leaderDiesWhileFollowed_followsTheNextOne() {
    FakeAdmin next =
        new FakeAdmin().streaming("FollowRun", List.of(RunStates.takenOver(), RunStates.done()));
    cli.coordinator("coord2:7418", next);
    admin.once(
        "FollowRun",
        (request, stream) -> {
          stream.onNext(RunStates.started());
          admin.standingBy("coord2:7418");
          stream.onError(Status.UNAVAILABLE.asException());
        });

    Result result = cli.run(with("--yes", "--coordinator", "coord1:7418,coord2:7418"));

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("coord2 goes on with the run (coord1 before)");
    assertThat(next.calls()).contains("FollowRun");
  }

  @Test
  void adopt_signsOnlyTheStatement() {
    Plan adopt =
        Plans.enable()
            .field("kind", Json.of("adopt"))
            .editWarrant(
                w ->
                    new Warrant(
                        w.id(),
                        w.group(),
                        w.service(),
                        w.run(),
                        w.planDigest(),
                        w.statementGeneration(),
                        w.issuedAt(),
                        w.expiresAt(),
                        w.acts().subList(0, 1),
                        w.reason(),
                        w.ticket()))
            .build();
    admin.answering("MakePlan", adopt);
    admin.answering("ApprovePlan", adopt.toBuilder().setApprovalsGiven(1).build());

    assertThat(cli.run("adopt", "kms-prod", "--yes").exit()).isZero();
    assertThat(admin.requests(MakePlanRequest.class).get(0).getKind())
        .isEqualTo(MakePlanRequest.Kind.ADOPT);
  }

  @Test
  void adopt_planThatWouldInstall_isRefused() {
    admin.answering("MakePlan", Plans.enable().field("kind", Json.of("adopt")).build());

    Result result = cli.run("adopt", "kms-prod", "--yes");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.told()).contains("not part of a run of kind adopt");
  }

  @Test
  void repair_namesTheHostAndShowsWhichKeyGivesWay() {
    Plan repair = Plans.repair().build();
    admin.answering("MakePlan", repair);
    admin.answering("ApprovePlan", repair.toBuilder().setApprovalsGiven(1).build());

    Result result = cli.run("repair", "kms-prod", "kms2", "--yes");

    assertThat(result.exit()).isZero();
    assertThat(admin.requests(MakePlanRequest.class).get(0).getHost()).isEqualTo("kms2");
    Golden.assertMatches("repair-plan.err.txt", result.err());
  }
}
