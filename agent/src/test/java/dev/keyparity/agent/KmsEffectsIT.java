package dev.keyparity.agent;

import static dev.keyparity.agent.WireRefusals.assertRefused;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.START;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.STOP;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.WITHDRAW_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Receipt;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a leader has done to the KMS of a host: it is started and stopped, or it is not, and why.
 */
class KmsEffectsIT {
  @TempDir Path folder;
  private TestFleet fleet;
  private TestLeader leader;
  private SignedDocument statement;

  @BeforeEach
  void threeHosts() throws Exception {
    fleet = TestFleet.serving(folder, TestRing.ALPHA, TestRing.BETA, TestRing.ALPHA);
    leader = new TestLeader(fleet, 1, "coord1#1");
    statement = leader.statement(1, TestRing.ALPHA);
    leader.warrantFor(statement, TestRing.ALPHA, Map.of("kms2", TestRing.BETA));
    leader.fenceAll();
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private void approve() {
    TestFleet.HOSTS.forEach(host -> leader.putStatement(host, statement));
  }

  @Test
  void keyFileChangedWhileTheKmsWasDown_isNotStartedOn() throws Exception {
    approve();
    leader.control("kms3", STOP, 1, leader.permits("kms3", List.of("kms1", "kms2")));
    fleet.ring("kms3", TestRing.BETA);

    assertRefused(ErrorCode.NOT_IN_PARITY, () -> leader.control("kms3", START, 1, List.of()));
    assertThat(fleet.kms("kms3").done()).as("and was not tried").endsWith("stop");

    fleet.ring("kms3", TestRing.ALPHA);
    Receipt started = leader.control("kms3", START, 2, List.of()).getReply().getReceipt();
    assertThat(started.getOutcome()).isEqualTo(Receipt.Outcome.DONE);
  }

  @Test
  void kmsThatSomebodyElseStarted_isNotSaidToServeWhatTheFileIsNow() throws Exception {
    approve();
    leader.control("kms3", STOP, 1, leader.permits("kms3", List.of("kms1", "kms2")));
    fleet.ring("kms3", TestRing.BETA);
    fleet.kms("kms3").start();
    afterTheNextTicks();
    fleet.ring("kms3", TestRing.ALPHA);

    Receipt started = leader.control("kms3", START, 1, List.of()).getReply().getReceipt();

    assertThat(started.getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(started.getFactsMap().get("serving_identity"))
        .isNotEqualTo(TestRing.ALPHA.identity().digest().hex());
  }

  /** Later than the process by the kernel's clock, in whose hundredths starts are told. */
  private static void afterTheNextTicks() {
    ProcessTable kernel = ProcessTable.ofHost(Clock.systemUTC());
    long begun = kernel.now().ticks();
    while (kernel.now().ticks() < begun + 5) {
      Thread.onSpinWait();
    }
  }

  @Test
  void stopAtLarge_keepsTheHostFromStarting_andItsBegunStopOpen_howeverWellItServes() {
    approve();
    leader.control("kms3", STOP, 1, leader.permits("kms3", List.of("kms1", "kms2")));
    fleet.kms("kms3").leaveStopAtLarge(true);

    assertRefused(ErrorCode.STOP_AT_LARGE, () -> leader.control("kms3", START, 1, List.of()));
    fleet.kms("kms3").start();
    assertThat(leader.facts("kms3").getKms().getState()).isEqualTo(KmsProcess.State.UP);
    assertThat(leader.facts("kms3").getKms().getStopBegun()).isTrue();
    assertThat(leader.fence("kms3").getUnderWayList()).contains("a stop is at large");

    fleet.kms("kms3").leaveStopAtLarge(false);
    assertThat(leader.facts("kms3").getKms().getStopBegun()).isFalse();
  }

  @Test
  void stopThatHadItsEffect_isNotWithdrawn_andStartedAgainWithoutAnotherWarrant() {
    approve();
    leader.control("kms3", STOP, 1, leader.permits("kms3", List.of("kms1", "kms2")));

    assertRefused(
        ErrorCode.STOP_UNDER_WAY, () -> leader.control("kms3", WITHDRAW_STOP, 1, List.of()));
    leader.warrant = null;
    Receipt started = leader.control("kms3", START, 1, List.of()).getReply().getReceipt();

    assertThat(started.getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(leader.facts("kms3").getKms().getStopBegun()).isFalse();
  }

  @Test
  void kmsThatDoesNotStart_leavesItsStopBegun_andSaysWhy() {
    approve();
    leader.control("kms3", STOP, 1, leader.permits("kms3", List.of("kms1", "kms2")));
    fleet.kms("kms3").breakStart(true);

    Receipt failed = leader.control("kms3", START, 1, List.of()).getReply().getReceipt();

    assertThat(failed.getOutcome()).isEqualTo(Receipt.Outcome.FAILED);
    assertThat(failed.getFactsMap())
        .containsEntry("error", "KMS_START_FAILED")
        .containsEntry("output", "Aborting to prevent data inconsistency.");
    assertThat(leader.facts("kms3").getKms().getStopBegun()).isTrue();
    fleet.kms("kms3").breakStart(false);
    assertThat(leader.control("kms3", START, 2, List.of()).getReply().getReceipt().getOutcome())
        .isEqualTo(Receipt.Outcome.DONE);
  }

  @Test
  void kms_isNotStartedOnAnotherKeyThanTheApprovedOne() {
    approve();
    leader.control("kms2", STOP, 1, leader.permits("kms2", List.of("kms1", "kms3")));

    assertRefused(ErrorCode.NOT_IN_PARITY, () -> leader.control("kms2", START, 1, List.of()));
    assertThat(fleet.kms("kms2").done()).containsExactly("start", "stop");
  }

  /** Such a host was put back to an image of before: the statement comes before any start. */
  @Test
  void kmsOfAHostThatKnowsNoApprovedKey_isNotStarted() {
    leader.warrant = leader.warrant("w-2", TestLeader.stop("kms1"));
    fleet.kms("kms1").stop();

    assertRefused(ErrorCode.STATEMENT_MISSING, () -> leader.control("kms1", START, 1, List.of()));
  }
}
