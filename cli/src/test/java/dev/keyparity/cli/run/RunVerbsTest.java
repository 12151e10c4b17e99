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
import dev.keyparity.daemon.wire.GrpcFaults;
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
  void show_severalServicesAndARunNamed_findsItsService() {
    admin.answering("ListServices", services("kms-dev", "kms-prod"));
    admin.once(
        "GetRun",
        (request, stream) -> {
          stream.onError(
              GrpcFaults.toStatus(
                  new KeyparityException(ErrorCode.NO_SUCH_RUN, "run: not here", "")));
          admin.answering("GetRun", RunStates.done());
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

  @Test
  void abort_asksFirst() {
    admin.answering("GetRun", RunStates.blocked());
    admin.answering("AbortRun", RunStates.blocked().toBuilder().setState("aborted").build());

    assertThat(cli.typing("n\n").run("run", "abort", "--reason", "x").exit()).isEqualTo(7);
    assertThat(admin.calls()).doesNotContain("AbortRun");

    assertThat(cli.typing("y\n").run("run", "abort", "--reason", "x").exit()).isZero();
    assertThat(admin.calls()).contains("AbortRun");
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

    Golden.assertMatches("give-way.err.txt", result.err());
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
