package dev.keyparity.cli.enable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.CoordinatorDrafts;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptVerbTest {
  private static final Plan PLAN = CoordinatorDrafts.plan("accept").build();
  private static final String[] ACCEPT = {"accept", "kms-prod", "--ticket", "CHG-1"};

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
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private Result accept(String... more) {
    String[] all = Arrays.copyOf(ACCEPT, ACCEPT.length + more.length);
    System.arraycopy(more, 0, all, ACCEPT.length, more.length);
    return cli.run(all);
  }

  private static String changed() {
    String payload = PLAN.getPayload().toStringUtf8();
    int at = payload.indexOf("\"is\":\"") + 6;
    return payload.substring(at, at + 64);
  }

  @Test
  void filesThatAreNamed_areSignedAndAccepted() {
    Result result =
        accept("--yes", "--sha256", "keytrustee.conf=" + changed().toUpperCase(Locale.ROOT));

    assertThat(result.exit()).as(result.told()).isZero();
    assertThat(admin.requests(MakePlanRequest.class).get(0).getKind())
        .isEqualTo(MakePlanRequest.Kind.ACCEPT);
    Golden.assertMatches("accept-plan.err.txt", result.err());
  }

  /** A script must say what it has seen. */
  @Test
  void yesWithoutAName_isRefusedBeforeAnythingIsAsked() {
    Result result = accept("--yes");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.told()).contains("--sha256 FILE=SHA256", "without --yes shows them");
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void anotherDigestThanTheHostsHold_signsNothing() {
    Result result = accept("--yes", "--sha256", "keytrustee.conf=" + "a".repeat(64));

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.told()).contains("nothing was signed", "as asked");
    assertThat(admin.calls()).doesNotContain("ApprovePlan");
  }

  @Test
  void whatIsNoDigest_isRefused() {
    Result result = accept("--yes", "--sha256", "keytrustee.conf=9f86");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.told()).contains("keytrustee.conf=9f86", "64 hexadecimal digits");
  }
}
