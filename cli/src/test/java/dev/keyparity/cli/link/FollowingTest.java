package dev.keyparity.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that is followed while coordinators come and go. */
class FollowingTest {
  private static final String BOTH = "coord1:7418,coord2:7418";
  private static final ListServicesReply SERVICES =
      ListServicesReply.newBuilder()
          .addServices(ServiceEntry.newBuilder().setService("kms-prod"))
          .build();

  private final FakeAdmin coord1 = new FakeAdmin();
  private final FakeAdmin coord2 = new FakeAdmin();
  private final TestCli cli =
      new TestCli().coordinator("coord1:7418", coord1).coordinator("coord2:7418", coord2);

  @BeforeEach
  void coord1Leads() {
    for (FakeAdmin admin : List.of(coord1, coord2)) {
      admin.answering("ListServices", SERVICES).answering("GetRun", RunStates.started());
    }
    coord2.standingBy("coord1:7418");
  }

  @AfterEach
  void close() {
    cli.close();
  }

  /** A clock that goes on each time it is read. */
  private static final class Ticking extends Clock {
    private final AtomicInteger reads = new AtomicInteger();
    private final Duration step;

    Ticking(Duration step) {
      this.step = step;
    }

    @Override
    public ZoneId getZone() {
      return TestCli.ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return TestCli.NOW.plus(step.multipliedBy(reads.getAndIncrement()));
    }
  }

  private Result follow() {
    return cli.run("run", "follow", "--coordinator", BOTH);
  }

  @Test
  void next_leaderDiesAndComesBackLater_waitsForIt() {
    coord1.once(
        "FollowRun",
        (request, stream) -> {
          stream.onNext(RunStates.started());
          // For a while nobody leads: both say so, then coord1 leads again.
          coord1.refusing("FollowRun", nobody());
          coord1.once(
              "FollowRun",
              (q, s) -> {
                coord1.streaming("FollowRun", List.of(RunStates.done()));
                s.onError(Status.UNAVAILABLE.asException());
              });
          coord2.standingBy("");
          stream.onError(Status.UNAVAILABLE.asException());
        });

    Result result = follow();

    assertThat(result.exit()).isZero();
    assertThat(coord2.calls()).contains("FollowRun");
  }

  private static KeyparityException nobody() {
    return new KeyparityException(ErrorCode.NO_LEADER, "this coordinator stands by", "");
  }

  @Test
  void next_nobodyLeadsForLongerThanThePatience_saysThatTheRunIsSafe() {
    coord1.once(
        "FollowRun",
        (request, stream) -> {
          stream.onNext(RunStates.started());
          coord1.standingBy("");
          coord2.standingBy("");
          stream.onError(Status.UNAVAILABLE.asException());
        });

    Result result =
        cli.clock(new Ticking(Duration.ofMinutes(1))).run("run", "follow", "--coordinator", BOTH);

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err()).contains("the run is safe", "keyparity run follow");
  }

  @Test
  void next_leaderIsStoppedAndSilent_asksTheOthersAndGoesOverToTheNewOne() {
    coord1.once(
        "FollowRun",
        (request, stream) -> {
          stream.onNext(RunStates.started());
          // Nothing more: a stopped process keeps its connections. Meanwhile coord2 was elected.
          coord2
              .answering("GetRun", RunStates.takenOver())
              .streaming("FollowRun", List.of(RunStates.done()));
        });

    Result result =
        cli.clock(new Ticking(Duration.ofSeconds(3))).run("run", "follow", "--coordinator", BOTH);

    assertThat(result.exit()).isZero();
    assertThat(coord2.calls()).contains("GetRun", "FollowRun");
  }

  @Test
  void next_leaderRefuses_endsAtOnce() {
    coord1.refusing("FollowRun", new KeyparityException(ErrorCode.NO_SUCH_RUN, "run: gone", ""));

    assertThat(follow().exit()).isEqualTo(2);
    assertThat(coord2.calls()).doesNotContain("FollowRun");
  }
}
