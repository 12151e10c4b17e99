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

class AddHostTest {
  private static final Plan PLAN = CoordinatorDrafts.plan("add-host").build();
  private static final String FILE =
      "service: kms-prod\nhosts:\n  - {name: kms1, agent: \"kms1:7417\", kms: \"http://kms1:16000/kms\"}\n";

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
    admin.answering(
        "ListServices",
        ListServicesReply.newBuilder()
            .addServices(
                ServiceEntry.newBuilder()
                    .setService("kms-prod")
                    .addHosts("kms1")
                    .setServiceFile(ByteString.copyFromUtf8(FILE)))
            .build());
    changing(
        "hosts.kms3.agent: (none) -> kms3:7417", "hosts.kms3.kms: (none) -> http://kms3:16000/kms");
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

  @AfterEach
  void close() {
    cli.close();
  }

  private Result add(String host, String... more) {
    return cli.run(
        Stream.concat(
                Stream.of("host", "add", "kms-prod", host, "--ticket", "CHG-1"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void declaredHost_isShownSignedAndStarted_andTheFileIsLeftAlone() {
    Result result = add("kms3", "--yes");

    assertThat(result.exit()).as(result.told()).isZero();
    MakePlanRequest asked = admin.requests(MakePlanRequest.class).get(0);
    assertThat(asked.getKind()).isEqualTo(MakePlanRequest.Kind.ADD_HOST);
    assertThat(asked.getHost()).isEqualTo("kms3");
    assertThat(admin.calls()).doesNotContain("ApplyService");
    Golden.assertMatches("add-host-plan.err.txt", result.err());
  }

  @Test
  void withItsAddresses_theFileGetsTheHostFirst() {
    Result result = add("kms3", "--agent", "kms3:7417", "--kms", "http://kms3:16000/kms", "--yes");

    assertThat(result.exit()).as(result.told()).isZero();
    List<ApplyServiceRequest> applied = admin.requests(ApplyServiceRequest.class);
    assertThat(applied).extracting(ApplyServiceRequest::getDryRun).containsExactly(true, false);
    assertThat(applied.get(1).getServiceFile().toStringUtf8())
        .isEqualTo(
            FILE + "  - {name: kms3, agent: \"kms3:7417\", kms: \"http://kms3:16000/kms\"}\n");
    assertThat(admin.calls().indexOf("MakePlan"))
        .isGreaterThan(admin.calls().lastIndexOf("ApplyService"));
    assertThat(result.err()).contains("hosts.kms3.agent: (none) -> kms3:7417");
  }

  /** What the coordinator reads from the changed file is what counts, not what was meant. */
  @Test
  void fileThatWouldChangeOtherwise_isNotApplied() {
    changing("hosts.kms1.agent: kms1:7417 -> (none)");

    Result result = add("kms3", "--agent", "kms3:7417", "--kms", "http://kms3:16000/kms", "--yes");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.told()).contains("cannot be changed here", "keyparity service apply -f FILE");
    assertThat(admin.requests(ApplyServiceRequest.class)).allMatch(ApplyServiceRequest::getDryRun);
    assertThat(admin.calls()).doesNotContain("MakePlan");
  }

  @Test
  void oneAddressAlone_isRefusedBeforeAnythingIsAsked() {
    Result result = add("kms3", "--agent", "kms3:7417", "--yes");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.told()).contains("--agent and --kms");
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void planForAnotherHost_signsNothing() {
    Result result = add("kms2", "--yes");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.told()).contains("nothing was signed", "adds kms3");
    assertThat(admin.calls()).doesNotContain("ApprovePlan");
  }

  /** A key that is to be replaced must be named by whoever signs. */
  @Test
  void planByWhichAKeyGivesWayThatNobodyNamed_signsNothing() {
    admin.answering("MakePlan", CoordinatorDrafts.plan("add-host-give-way").build());

    Result result = add("kms3", "--yes");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.told()).contains("nothing was signed", "gives way");
  }
}
