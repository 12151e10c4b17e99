package dev.keyparity.cli.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderVerbsTest {
  private static final String BOTH = "coord1:7418,coord2:7418,coord3:7418";
  private static final LeaderReply OLD =
      LeaderReply.newBuilder()
          .setCoordinator("coord1")
          .setAddress("coord1:7418")
          .setEpoch(6)
          .build();
  private static final LeaderReply NEW =
      LeaderReply.newBuilder()
          .setCoordinator("coord2")
          .setAddress("coord2:7418")
          .setEpoch(7)
          .addStandbys("coord1")
          .build();

  private final FakeAdmin coord1 = new FakeAdmin();
  private final FakeAdmin coord2 = new FakeAdmin();
  private final TestCli cli =
      new TestCli().coordinator("coord1:7418", coord1).coordinator("coord2:7418", coord2);

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void show_coordinatorsDisagree_believesTheHighestEpochAndShowsEach() {
    coord1.answering("ShowLeader", OLD);
    coord2.answering("ShowLeader", NEW);

    Result text = cli.run("leader", "show", "--coordinator", BOTH);

    Golden.assertMatches("leader.txt", text.out());
    Golden.assertMatches(
        "leader.json", cli.run("leader", "show", "-o", "json", "--coordinator", BOTH).out());
    assertThat(text.exit()).isZero();
  }

  @Test
  void show_nobodyLeads_exitsFive() {
    coord1.answering("ShowLeader", LeaderReply.getDefaultInstance());

    Result result = cli.run("leader", "show");

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.out()).contains("nobody leads");
  }

  @Test
  void show_nobodyAnswers_exitsFour() {
    assertThat(cli.run("leader", "show", "--coordinator", "x:1").exit()).isEqualTo(4);
    assertThat(cli.run("leader", "show", "--coordinator", "x:1,y:1").exit()).isEqualTo(4);
  }

  @Test
  void resign_asksTheLeaderAloneAndOnce() {
    coord1.answering("ShowLeader", OLD);
    coord2.answering("ShowLeader", NEW).answering("Resign", NEW);

    Result result =
        cli.run("leader", "resign", "--reason", "patching", "--yes", "--coordinator", BOTH);

    assertThat(result.exit()).isZero();
    assertThat(coord2.calls()).containsExactly("ShowLeader", "Resign");
    assertThat(coord1.calls()).doesNotContain("Resign");
  }

  @Test
  void resign_replyIsLost_isNotAskedOfTheNextLeader() {
    coord1.answering("ShowLeader", NEW).answering("Resign", NEW);
    coord2
        .answering("ShowLeader", NEW)
        .once("Resign", (request, stream) -> stream.onError(Status.UNAVAILABLE.asException()));

    Result result =
        cli.run("leader", "resign", "--reason", "patching", "--yes", "--coordinator", BOTH);

    assertThat(result.exit()).isEqualTo(4);
    assertThat(coord1.calls()).doesNotContain("Resign");
  }
}
