package dev.keyparity.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.CoordinatorDrafts;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a run first, then out of the service file; called again it goes on where it stands. */
class RemoveHostTest {
  private static final Plan PLAN = CoordinatorDrafts.plan("remove-host").build();
  private static final String REST =
      "service: kms-prod\nhosts:\n  - {name: kms1, agent: \"kms1:7417\", kms: \"http://kms1:16000/kms\"}\n";
  private static final String FILE =
      REST + "  - {name: kms3, agent: \"kms3:7417\", kms: \"http://kms3:16000/kms\"}\n";

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli =
      new TestCli()
          .coordinator("coord1:7418", admin)
          .clock(Clock.fixed(CoordinatorDrafts.NOW, TestCli.ZONE));

  @TempDir Path temp;

  @BeforeEach
  void operator() {
    var unused = new OperatorDirectory(temp);
    cli.tlsDirectory(temp);
    admin.refusing(
        "GetRun", new KeyparityException(ErrorCode.NO_SUCH_RUN, "kms-prod: no run yet", ""));
    admin.answering("MakePlan", PLAN);
    admin.answering("ApprovePlan", PLAN.toBuilder().setApprovalsGiven(1).build());
    admin.answering("StartRun", RunStates.started());
    admin.streaming("FollowRun", List.of(RunStates.started(), RunStates.done()));
    declared(FILE, "kms1", "kms3");
    changing(
        "hosts.kms3.agent: kms3:7417 -> (none)", "hosts.kms3.kms: http://kms3:16000/kms -> (none)");
  }

  private void declared(String file, String... hosts) {
    admin.answering(
        "ListServices",
        ListServicesReply.newBuilder()
            .addServices(
                ServiceEntry.newBuilder()
                    .setService("kms-prod")
                    .addAllHosts(List.of(hosts))
                    .setServiceFile(ByteString.copyFromUtf8(file)))
            .build());
  }

  private void changing(String... changes) {
    admin.answering(
        "ApplyService",
        ApplyServiceReply.newBuilder()
            .setService("kms-prod")
            .setChanged(true)
            .addAllChanges(List.of(changes))
            .setVersion(2)
            .build());
  }

  private void notListed() {
    admin.refusing(
        "MakePlan",
        new KeyparityException(
            ErrorCode.HOST_NOT_LISTED,
            "remove host kms3: statement 2 does not list it (its hosts: kms1): only the service file"
                + " has it",
            ""));
  }

  private List<ApplyServiceRequest> applied() {
    return admin.requests(ApplyServiceRequest.class).stream()
        .filter(it -> !it.getDryRun())
        .toList();
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private Result remove(String host, String... more) {
    return cli.run(
        Stream.concat(
                Stream.of("host", "remove", "kms-prod", host, "--ticket", "CHG-1"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void run_thenTheFile_andWhatStaysIsSaid() {
    Result result = remove("kms3", "--yes");

    assertThat(result.exit()).as(result.told()).isZero();
    MakePlanRequest asked = admin.requests(MakePlanRequest.class).get(0);
    assertThat(asked.getKind()).isEqualTo(MakePlanRequest.Kind.REMOVE_HOST);
    assertThat(asked.getHost()).isEqualTo("kms3");
    assertThat(asked.getWithoutList()).isEmpty();
    assertThat(applied()).hasSize(1);
    assertThat(applied().get(0).getServiceFile().toStringUtf8()).isEqualTo(REST);
    assertThat(admin.calls().lastIndexOf("ApplyService"))
        .as("the file is last")
        .isGreaterThan(admin.calls().indexOf("FollowRun"));
    assertThat(result.err().indexOf("last of all the service file of kms-prod would change"))
        .as("and shown first")
        .isBetween(0, result.err().indexOf("Plan "));
    Golden.assertMatches("remove-host.err.txt", result.err());
  }

  @Test
  void goneHost_isNamedInTheRequest() {
    Plan gone = CoordinatorDrafts.plan("remove-host-gone").build();
    admin.answering("MakePlan", gone);
    admin.answering("ApprovePlan", gone.toBuilder().setApprovalsGiven(1).build());

    Result result = remove("kms3", "--gone", "--yes");

    assertThat(result.exit()).as(result.told()).isZero();
    assertThat(admin.requests(MakePlanRequest.class).get(0).getWithoutList())
        .containsExactly("kms3");
    assertThat(result.err()).contains("leaves, gone for good", "never starts again");
  }

  /** The run was done, and the file was not reached. */
  @Test
  void calledAgain_onlyTheFileIsLeft_takesItOutOfIt() {
    notListed();

    Result result = remove("kms3", "--yes");

    assertThat(result.exit()).as(result.told()).isZero();
    assertThat(applied()).hasSize(1);
    assertThat(admin.calls()).doesNotContain("StartRun");
    assertThat(result.err())
        .contains("only the service file has it", "no host of kms-prod any more");
  }

  /** Nobody is asked for a plan: nobody has said yes to the file yet. */
  @Test
  void calledAgain_onlyTheFileIsLeft_isAskedForThatChange() {
    notListed();

    Result result = remove("kms3");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(applied()).isEmpty();
  }

  @Test
  void calledAgain_whileItsRunIsOpen_followsIt_thenTakesItOutOfTheFile() {
    admin.once(
        "GetRun",
        (request, stream) -> {
          stream.onNext(RunStates.started().toBuilder().setKind("remove-host").build());
          stream.onCompleted();
        });
    notListed();

    Result result = remove("kms3", "--yes");

    assertThat(result.exit()).as(result.told()).isZero();
    assertThat(admin.calls()).contains("FollowRun").doesNotContain("StartRun");
    assertThat(applied()).hasSize(1);
  }

  @Test
  void runThatStandsStill_leavesTheFileAlone_andSaysHowItGoesOn() {
    admin.streaming(
        "FollowRun",
        List.of(RunStates.started(), RunStates.started().toBuilder().setState("paused").build()));

    Result result = remove("kms3", "--yes");

    assertThat(result.exit()).isEqualTo(7);
    assertThat(applied()).isEmpty();
    assertThat(result.err())
        .contains(
            "the service file still has kms3; once the run is done, this takes it out: keyparity"
                + " host remove kms-prod kms3");
  }

  @Test
  void fileThatCannotBeChangedHere_isSaidBeforeThePlan_andAfterTheRun() {
    declared("service: kms-prod\nhosts: [{name: kms1}, {name: kms3}]\n", "kms1", "kms3");

    Result result = remove("kms3", "--yes");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err().indexOf("afterwards, by hand: "))
        .isBetween(0, result.err().indexOf("Plan "));
    assertThat(result.err()).contains("keyparity service apply -f FILE");
    assertThat(admin.calls()).contains("StartRun");
    assertThat(applied()).isEmpty();
  }

  /** What the coordinator reads from the changed file is what counts, not what was meant. */
  @Test
  void fileThatWouldChangeOtherwise_isNotApplied() {
    changing("hosts.kms1.agent: kms1:7417 -> (none)", "hosts.kms1.kms: x -> (none)");

    Result result = remove("kms3", "--yes");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(applied()).isEmpty();
  }

  @Test
  void planForAnotherHost_signsNothing() {
    declared(FILE, "kms1", "kms2", "kms3");
    Result result = remove("kms2", "--yes");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(admin.calls()).doesNotContain("ApprovePlan");
  }
}
