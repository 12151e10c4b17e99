package dev.keyparity.agent;

import static dev.keyparity.proto.agent.v1.ControlRequest.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Receipt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stop that does not come to its end may end, much later, whatever process it hit: that process
 * answers meanwhile, and its host must not permit another's stop because of it (I4).
 */
class HangingStopIT {
  @TempDir Path folder;
  private TestFleet fleet;
  private TestLeader leader;

  @BeforeEach
  void threeMembers() throws Exception {
    fleet = TestFleet.serving(folder, TestRing.ALPHA, TestRing.ALPHA, TestRing.ALPHA);
    leader = new TestLeader(fleet, 1, "coord1#1");
    SignedDocument statement = leader.statement(1, TestRing.ALPHA);
    leader.warrantFor(statement, TestRing.ALPHA, Map.of());
    leader.fenceAll();
    TestFleet.HOSTS.forEach(host -> leader.putStatement(host, statement));
    TestFleet.HOSTS.forEach(leader::facts);
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private Receipt.Outcome stop(int attempt) {
    return leader
        .control("kms3", STOP, attempt, leader.permits("kms3", List.of("kms1", "kms2")))
        .getReply()
        .getReceipt()
        .getOutcome();
  }

  private void assertItServesAndItsStopIsBegun() {
    KmsProcess kms = leader.facts("kms3").getKms();
    assertThat(kms.getState()).isEqualTo(KmsProcess.State.UP);
    assertThat(kms.getStopBegun()).isTrue();
  }

  /** Somebody restarted the KMS just before the stop arrived. */
  @Test
  void itHitAYoungerProcess_itsAnswersDoNotEndTheStop() {
    fleet.kms("kms3").beforeStop(() -> fleet.kms("kms3").startAnother());
    fleet.kms("kms3").hangStop(true);

    stop(1);

    assertThat(fleet.kms("kms3").done()).containsExactly("start", "stop");
    assertItServesAndItsStopIsBegun();
  }

  /** The first stop had its effect, somebody started the KMS, and the next try hangs. */
  @Test
  void itIsTriedAgainOnAYoungerProcess_itsAnswersDoNotEndTheStop() {
    assertThat(stop(1)).isEqualTo(Receipt.Outcome.DONE);
    fleet.kms("kms3").startAnother();
    fleet.kms("kms3").answer(false);
    fleet.kms("kms3").hangStop(true);
    assertThat(leader.control("kms3", STOP, 2, List.of()).getReply().getReceipt().getOutcome())
        .isEqualTo(Receipt.Outcome.FAILED);

    fleet.kms("kms3").answer(true);

    assertItServesAndItsStopIsBegun();
  }

  /** As of a service manager whose stop job runs, whoever asked for it. */
  @Test
  void aStopIsUnderWay_whatAnswersDoesNotEndTheBegunOne() {
    assertThat(stop(1)).isEqualTo(Receipt.Outcome.DONE);
    fleet.kms("kms3").startAnother();
    fleet.kms("kms3").leaveUnderWay(true);

    assertItServesAndItsStopIsBegun();

    fleet.kms("kms3").leaveUnderWay(false);
    assertThat(leader.facts("kms3").getKms().getStopBegun()).isFalse();
  }
}
