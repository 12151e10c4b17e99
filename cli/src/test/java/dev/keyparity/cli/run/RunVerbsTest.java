package dev.keyparity.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.ListRunsReply;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVerbsTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;

  @BeforeEach
  void oneService() {
    admin.answering("ListServices", services("kms-prod"));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private static ListServicesReply services(String... names) {
    ListServicesReply.Builder reply = ListServicesReply.newBuilder();
    for (String name : names) {
      reply.addServices(ServiceEntry.newBuilder().setService(name));
    }
    return reply.build();
  }

  @Test
  void list_showsEachRunOnALine() {
    admin.answering(
        "ListRuns",
        ListRunsReply.newBuilder().addRuns(RunStates.blocked()).addRuns(RunStates.done()).build());

    Golden.assertMatches("run-list.txt", cli.run("run", "list").out());
    Golden.assertMatches("run-list.json", cli.run("run", "list", "-o", "json").out());
  }

  @Test
  void show_withoutRun_showsTheCurrentOneOfTheOnlyService() {
    admin.answering("GetRun", RunStates.takenOver());

    Result result = cli.run("run", "show");

    Golden.assertMatches("run-show-running.txt", result.out());
    assertThat(admin.requests(GetRunRequest.class))
        .containsExactly(GetRunRequest.newBuilder().setService("kms-prod").build());
  }

  @Test
  void show_blockedPausedFailed_saysWhatToDo() {
    for (Map.Entry<String, Run> state :
        Map.of(
                "blocked", RunStates.blocked(),
                "paused", RunStates.paused(),
                "failed", RunStates.failed())
            .entrySet()) {
      admin.answering("GetRun", state.getValue());

      Result result = cli.run("run", "show", Plans.RUN, "--service", "kms-prod");

      Golden.assertMatches("run-show-" + state.getKey() + ".txt", result.out());
      assertThat(result.exit()).isZero();
    }
  }

  @Test
  void show_blockedJson_hasEveryHostsKeys() {
    admin.answering("GetRun", RunStates.blocked());

    Golden.assertMatches("run-blocked.json", cli.run("run", "show", "-o", "json").out());
  }

  @Test
  void show_severalServicesAndNoneNamed_asksWhich() {
    admin.answering("ListServices", services("kms-prod", "kms-dev"));

    Result result = cli.run("run", "show");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("expected: one of kms-prod, kms-dev", "--service");
  }

  @Test
  void show_aService_isItsCurrentRun() {
    admin.answering("ListServices", services("kms-dev", "kms-prod"));
    admin.answering("GetRun", RunStates.done());

    assertThat(cli.run("run", "show", "kms-prod").exit()).isZero();
    GetRunRequest request = admin.requests(GetRunRequest.class).get(0);
    assertThat(request.getService()).isEqualTo("kms-prod");
    assertThat(request.getRun()).isEmpty();
  }

  @Test
  void resume_ofARunThatEnded_saysSoBeforeItAsks() {
    admin.answering("GetRun", RunStates.done());

    Result result = cli.run("run", "resume", Plans.RUN, "--service", "kms-prod");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.told()).contains("done (expected: one that stands still)");
    assertThat(admin.calls()).containsExactly("GetRun");
  }

  /** A day later the step at which it stood still took no longer. */
  @Test
  void show_aborted_countsNoTimeBeyondItsEnd() {
    admin.answering("GetRun", RunStates.aborted());
    String atOnce = cli.run("run", "show", Plans.RUN, "--service", "kms-prod").out();

    cli.clock(Clock.fixed(TestCli.NOW.plus(Duration.ofMinutes(7)), TestCli.ZONE));

    assertThat(cli.run("run", "show", Plans.RUN, "--service", "kms-prod").out()).isEqualTo(atOnce);
  }

  @Test
  void show_severalServicesAndARunNamed_findsItsService() {
    admin.answering("ListServices", services("kms-dev", "kms-prod"));
    admin.once(
        "GetRun",
        (request, stream) -> {
          // First: the next question comes as soon as this one is answered.
          admin.answering("GetRun", RunStates.done());
          stream.onError(
              GrpcFaults.toStatus(
                  new KeyparityException(ErrorCode.NO_SUCH_RUN, "run: not here", "")));
        });

    assertThat(cli.run("run", "show", Plans.RUN).exit()).isZero();
    assertThat(admin.requests(GetRunRequest.class))
        .extracting(GetRunRequest::getService)
        .containsExactly("kms-dev", "kms-prod");
  }

  @Test
  void follow_endsAsTheRunEnds() {
    admin.answering("GetRun", RunStates.started());
    for (Map.Entry<Run, Integer> end :
        Map.of(
                RunStates.done(), 0,
                RunStates.blocked(), 7,
                RunStates.paused(), 7,
                RunStates.failed(), 7)
            .entrySet()) {
      admin.streaming("FollowRun", List.of(RunStates.started(), end.getKey()));

      assertThat(cli.run("run", "follow").exit())
          .as(end.getKey().getState())
          .isEqualTo(end.getValue());
    }
  }

  @Test
  void follow_streamEndsThoughTheRunGoesOn_opensItAgain() {
    admin.answering("GetRun", RunStates.started());
    admin.once(
        "FollowRun",
        (request, stream) -> {
          stream.onNext(RunStates.started());
          admin.streaming("FollowRun", List.of(RunStates.done()));
          stream.onCompleted();
        });

    assertThat(cli.run("run", "follow").exit()).isZero();
  }

  @Test
  void pause_sendsTheReason() {
    admin.answering("GetRun", RunStates.started());
    admin.answering("PauseRun", RunStates.paused());

    assertThat(cli.run("run", "pause", "--reason", "storage work").exit()).isZero();
    assertThat(admin.requests(ChangeRunRequest.class))
        .extracting(ChangeRunRequest::getReason)
        .containsExactly("storage work");
    assertThat(cli.run("run", "pause").exit()).as("a reason is required").isEqualTo(2);
  }

  private OperatorDirectory readyToAbort(Run after) {
    OperatorDirectory keys = new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    admin.answering("GetRun", RunStates.blocked());
    admin.answering("AbortRun", after);
    return keys;
  }

  private static Run heardEverywhere() {
    return RunStates.aborted(
        RunStates.confirmed("kms1"), RunStates.confirmed("kms2"), RunStates.confirmed("kms3"));
  }

  /** One host is down, one agent wants a second signature. */
  private static Run heardByOne() {
    return RunStates.aborted(
        RunStates.confirmed("kms1"),
        RunStates.outstanding(
            "kms2",
            "refused",
            "revocation: signed by 1 operator (expected: 2)",
            "have another operator sign"),
        RunStates.outstanding("kms3", "unreachable", "agent kms3: connection refused", ""));
  }

  @Test
  void abort_asksFirst() {
    readyToAbort(heardEverywhere());

    assertThat(cli.typing("n\n").run("run", "abort", "--reason", "x").exit()).isEqualTo(7);
    assertThat(admin.calls()).doesNotContain("AbortRun");

    assertThat(cli.typing("y\n").run("run", "abort", "--reason", "x").exit()).isZero();
    assertThat(admin.calls()).contains("AbortRun");
  }

  @Test
  void abort_showsWhatIsSigned_signsJustThat_andSaysWhoConfirmed() throws Exception {
    OperatorDirectory keys = readyToAbort(heardEverywhere());

    Result result = cli.run("run", "abort", "--reason", "wrong key", "--yes");

    assertThat(result.exit()).isZero();
    Golden.assertMatches("run-abort.err.txt", result.err());
    Golden.assertMatches("run-abort.out.txt", result.out());
    ChangeRunRequest request = admin.requests(ChangeRunRequest.class).get(0);
    assertThat(request.getReason()).isEqualTo("wrong key");
    assertThat(keys.approves(request.getRevocation(), DocumentKind.REVOCATION)).isTrue();
    assertThat(Revocation.parse(request.getRevocation().getPayload().toByteArray()))
        .isEqualTo(new Revocation("prod", "kms-prod", null, Plans.RUN, TestCli.NOW, "wrong key"));
  }

  @Test
  void abort_hostsThatDidNotConfirm_areNamedWithWhy_andSoDoesShow() {
    readyToAbort(heardByOne());

    assertThat(cli.run("run", "abort", "--reason", "x", "--yes").out())
        .contains(
            "1 of 3 hosts confirmed that they refuse this run from now on; outstanding: kms2,");
    admin.answering("GetRun", heardByOne());
    Golden.assertMatches("run-show-aborted.txt", cli.run("run", "show").out());
    Golden.assertMatches("run-aborted.json", cli.run("run", "show", "-o", "json").out());
  }

  /** Where agents demand two operators: the same bytes under one more signature. */
  @Test
  void abort_ofARunThatAnotherOperatorAborted_signsTheSameRevocation() throws Exception {
    OperatorDirectory keys = readyToAbort(heardEverywhere());
    Revocation byBob =
        new Revocation("prod", "kms-prod", null, Plans.RUN, TestCli.NOW.minusSeconds(60), "enough");
    SignedDocument signed =
        SignedDocument.unsigned(byBob.canonicalBytes())
            .signedBy("bob", OperatorKey.generate(), DocumentKind.REVOCATION);
    admin.answering(
        "GetRun", heardByOne().toBuilder().setRevocation(WireDocuments.toMessage(signed)).build());

    Result result = cli.run("run", "abort", "--reason", "x", "--yes");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("reason: enough", "signed already by bob");
    ChangeRunRequest request = admin.requests(ChangeRunRequest.class).get(0);
    assertThat(request.getReason()).isEqualTo("enough");
    assertThat(request.getRevocation().getPayload().toByteArray())
        .isEqualTo(byBob.canonicalBytes());
    assertThat(request.getRevocation().getSignaturesCount()).isEqualTo(2);
    assertThat(keys.approves(request.getRevocation(), DocumentKind.REVOCATION)).isTrue();
  }

  /** What a coordinator hands out to be signed may be anything. */
  @Test
  void abort_coordinatorHandsOutARevocationOfAnotherRun_signsNothing() {
    readyToAbort(heardEverywhere());
    Revocation other =
        new Revocation("prod", "kms-prod", null, "0f3a91c2d4e5-8c1f", TestCli.NOW, "enough");
    admin.answering(
        "GetRun",
        heardByOne().toBuilder()
            .setRevocation(WireDocuments.toMessage(SignedDocument.unsigned(other.canonicalBytes())))
            .build());

    Result result = cli.run("run", "abort", "--reason", "x", "--yes");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.err()).contains("nothing was signed");
    assertThat(admin.calls()).doesNotContain("AbortRun");
  }

  @Test
  void abort_coordinatorThatDoesNotSayItsGroup_signsNothing() {
    readyToAbort(heardEverywhere());
    admin.answering("GetRun", RunStates.blocked().toBuilder().clearGroup().build());

    Result result = cli.run("run", "abort", "--reason", "x", "--yes");

    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("does not say its group");
    assertThat(admin.calls()).doesNotContain("AbortRun");
  }

  @Test
  void resume_ofAHold_asksAndGoesOn() {
    admin.answering("GetRun", RunStates.paused());
    admin.answering("ResumeRun", RunStates.started());
    admin.streaming("FollowRun", List.of(RunStates.done()));

    Result result = cli.typing("y\n").run("run", "resume");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("Go on with restart-cluster? [y/N]");
    assertThat(admin.calls()).contains("ResumeRun").doesNotContain("MakePlan");
  }

  private void readyToGiveWay() {
    new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    Plan plan = Plans.giveWay().build();
    admin.answering("GetRun", RunStates.blocked());
    admin.answering("MakePlan", plan);
    admin.answering("ApprovePlan", plan.toBuilder().setApprovalsGiven(1).build());
    admin.answering("StartRun", RunStates.takenOver());
    admin.streaming("FollowRun", List.of(RunStates.done()));
  }

  @Test
  void resumeWithBothSides_namesThemInFullShowsTheLossAndContinuesTheRun() {
    readyToGiveWay();

    Result result =
        cli.run(
            "run",
            "resume",
            "--yes",
            "--keep",
            "4f2a…9c1d",
            "--give-way",
            "kms2=77B0..1122,kms3=" + Plans.KMS3);

    assertThat(result.err())
        .contains(
            Plans.KMS2 + " gives way on kms2",
            "without it nobody opens: keyparity_probe@0, keyparity_probe@1",
            "signed by alice");
    assertThat(result.exit()).isZero();
    MakePlanRequest request = admin.requests(MakePlanRequest.class).get(0);
    assertThat(request.getKind()).isEqualTo(MakePlanRequest.Kind.GIVE_WAY);
    assertThat(request.getRun()).isEqualTo(Plans.RUN);
    assertThat(request.getKeep()).isEqualTo(Plans.KEPT);
    assertThat(request.getGiveWayMap()).isEqualTo(Map.of("kms2", Plans.KMS2, "kms3", Plans.KMS3));
    assertThat(admin.requests(StartRunRequest.class)).hasSize(1);
  }

  @Test
  void resumeWithBothSides_atATerminal_wantsTheWordTyped() {
    readyToGiveWay();
    String[] resume = {
      "run",
      "resume",
      "--keep",
      Plans.KEPT,
      "--give-way",
      "kms2=" + Plans.KMS2 + ",kms3=" + Plans.KMS3
    };

    assertThat(cli.typing("y\n").run(resume).exit()).as("a y is not enough").isEqualTo(7);
    assertThat(admin.calls()).doesNotContain("ApprovePlan");
    assertThat(cli.typing("give way\n").run(resume).exit()).isZero();
  }

  @Test
  void resumeWithOneSide_isAUsageErrorWhateverYesSays() {
    admin.answering("GetRun", RunStates.blocked());

    Result keepOnly = cli.run("run", "resume", "--yes", "--keep", Plans.KEPT);
    Result giveWayOnly = cli.run("run", "resume", "--yes", "--give-way", "kms2=" + Plans.KMS2);

    assertThat(keepOnly.exit()).isEqualTo(2);
    assertThat(giveWayOnly.exit()).isEqualTo(2);
    assertThat(keepOnly.err()).contains("expected: both sides named");
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void resumeOfABlockedRunWithYesAlone_neverMakesAKeyGiveWay() {
    admin.answering("GetRun", RunStates.blocked());
    admin.answering("ResumeRun", RunStates.blocked());
    admin.streaming("FollowRun", List.of(RunStates.blocked()));

    assertThat(cli.run("run", "resume", "--yes").exit()).isEqualTo(7);
    assertThat(admin.calls()).doesNotContain("MakePlan", "ApprovePlan");
  }

  @Test
  void resume_abbreviationOfAKeyThatIsNotThere_isRefusedBeforeAnythingIsPlanned() {
    admin.answering("GetRun", RunStates.blocked());

    Result result =
        cli.run("run", "resume", "--keep", "4F2A..9C1D", "--give-way", "kms2=D31C..08AA");

    assertThat(result.exit()).as("kms3 holds that key, kms2 does not").isEqualTo(2);
    assertThat(result.err()).contains("77B0…1122");
    assertThat(admin.calls()).doesNotContain("MakePlan");
  }

  @Test
  void resume_keysWouldBeLost_isRefusedWithExitEight() {
    readyToGiveWay();
    admin.refusing(
        "MakePlan",
        new KeyparityException(
            ErrorCode.KEY_WOULD_BE_LOST,
            "customer_pii@3 opens only on kms3 (expected: forgotten, or its key kept)",
            "keyparity key forget customer_pii@3 --reason …"));

    Result result =
        cli.run(
            "run",
            "resume",
            "--yes",
            "--keep",
            Plans.KEPT,
            "--give-way",
            "kms2=" + Plans.KMS2 + ",kms3=" + Plans.KMS3);

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.err()).contains("refused: customer_pii@3", "keyparity key forget");
  }
}
