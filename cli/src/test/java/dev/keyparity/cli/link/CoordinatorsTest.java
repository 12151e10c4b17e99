package dev.keyparity.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoordinatorsTest {
  private final TestCli cli = new TestCli();
  private final FakeAdmin leader =
      new FakeAdmin().answering("GetStatus", StatusReply.getDefaultInstance());

  @AfterEach
  void close() {
    cli.close();
  }

  private Result status(String coordinators) {
    return cli.run("status", "--coordinator", coordinators);
  }

  @Test
  void ask_firstIsDown_triesTheNext() {
    cli.coordinator("coord2:7418", leader);

    assertThat(status("coord1:7418,coord2:7418").exit()).isZero();
    assertThat(leader.calls()).containsExactly("GetStatus");
  }

  @Test
  void ask_standbyNamesTheLeader_followsEvenToAnAddressThatIsNotConfigured() {
    cli.coordinator("coord1:7418", new FakeAdmin().standingBy("coord3:7418"));
    FakeAdmin other = new FakeAdmin().standingBy("coord3:7418");
    cli.coordinator("coord2:7418", other);
    cli.coordinator("coord3:7418", leader);

    assertThat(status("coord1:7418,coord2:7418").exit()).isZero();
    assertThat(other.calls()).as("the leader was named: no need to ask more").isEmpty();
  }

  @Test
  void ask_standbysNameEachOther_endsAndSaysThatNobodyLeads() {
    cli.coordinator("coord1:7418", new FakeAdmin().standingBy("coord2:7418"));
    cli.coordinator("coord2:7418", new FakeAdmin().standingBy("coord1:7418"));

    Result result = status("coord1:7418,coord2:7418");

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err())
        .contains("no coordinator leads at the moment", "coord1:7418  ", "coord2:7418  ");
  }

  @Test
  void ask_standbysNameEverNewLeaders_ends() {
    for (int i = 0; i < 40; i++) {
      cli.coordinator("c" + i + ":7418", new FakeAdmin().standingBy("c" + (i + 1) + ":7418"));
    }

    assertThat(status("c0:7418").exit()).isEqualTo(5);
  }

  @Test
  void ask_namedLeaderIsDown_isNoLeaderWithBothReasons() {
    cli.coordinator("coord1:7418", new FakeAdmin().standingBy("coord9:7418"));

    Result result = status("coord1:7418");

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err())
        .contains("coord1:7418  this coordinator stands by", "coord9:7418  connection refused");
  }

  @Test
  void ask_nobodyAnswers_namesEachAddressWithItsReason() {
    Result result = status("coord1:7418,coord2:7418");

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "no coordinator can be reached",
            "  coord1:7418  connection refused",
            "  coord2:7418  connection refused");
  }

  @Test
  void ask_leaderRefuses_asksNobodyElse() {
    FakeAdmin other = new FakeAdmin().answering("GetStatus", StatusReply.getDefaultInstance());
    cli.coordinator(
        "coord1:7418",
        new FakeAdmin()
            .refusing(
                "GetStatus",
                new KeyparityException(
                    ErrorCode.NO_SUCH_SERVICE, "service: x (expected: one declared)", "")));
    cli.coordinator("coord2:7418", other);

    Result result = status("coord1:7418,coord2:7418");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(other.calls()).isEmpty();
  }

  @Test
  void ask_leaderSaysSomethingElseIsUnavailable_asksNobodyElse() {
    FakeAdmin other = new FakeAdmin().answering("GetStatus", StatusReply.getDefaultInstance());
    cli.coordinator(
        "coord1:7418",
        new FakeAdmin()
            .refusing(
                "GetStatus",
                new KeyparityException(ErrorCode.KMS_UNREACHABLE, "kms1: does not answer", "")));
    cli.coordinator("coord2:7418", other);

    assertThat(status("coord1:7418,coord2:7418").exit()).isEqualTo(4);
    assertThat(other.calls())
        .as("UNAVAILABLE about a KMS is the leader's answer, not a standby's")
        .isEmpty();
  }

  @Test
  void ask_deadlinePasses_asksNobodyElseBecauseItMayHaveActed() {
    FakeAdmin other = new FakeAdmin().answering("GetStatus", StatusReply.getDefaultInstance());
    cli.coordinator(
        "coord1:7418",
        new FakeAdmin()
            .once(
                "GetStatus",
                (request, stream) -> stream.onError(Status.DEADLINE_EXCEEDED.asException())));
    cli.coordinator("coord2:7418", other);

    assertThat(status("coord1:7418,coord2:7418").exit()).isNotZero();
    assertThat(other.calls()).isEmpty();
  }
}
