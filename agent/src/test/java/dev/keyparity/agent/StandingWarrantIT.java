package dev.keyparity.agent;

import static dev.keyparity.agent.WireRefusals.assertRefused;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.START;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.SealReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What agents do, and refuse, under a warrant that operators signed for whatever policy finds
 * later. kms1 and kms3 hold and serve the approved key; kms2 holds and serves another one.
 */
class StandingWarrantIT {
  private static final byte[] APPROVED = TestRing.ALPHA.secring();

  @TempDir Path folder;
  private TestFleet fleet;
  private TestLeader leader;
  private SignedDocument statement;
  private IdentityStatement approved;

  @BeforeEach
  void threeHosts() throws Exception {
    fleet = TestFleet.serving(folder, TestRing.ALPHA, TestRing.BETA, TestRing.ALPHA);
    leader = new TestLeader(fleet, 1, "coord1#1");
    statement = leader.statement(1, TestRing.ALPHA);
    approved = IdentityStatement.parse(statement.payload());
    leader.warrantFor(statement, TestRing.ALPHA, Map.of());
    leader.fenceAll();
    TestFleet.HOSTS.forEach(host -> leader.putStatement(host, statement));
    TestFleet.HOSTS.forEach(leader::facts);
    policy(StandingActs.repair("kms2", approved), StandingActs.repair("kms3", approved));
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private void policy(Act... acts) {
    leader.warrant = leader.standingWarrant("w-policy", 1, acts);
  }

  private Path keyFile(String host) {
    return fleet.keys(host).resolve("secring.gpg");
  }

  private Receipt repair(String host) throws Exception {
    String replaces =
        Files.exists(keyFile(host)) ? Digest.of(Files.readAllBytes(keyFile(host))).hex() : "absent";
    String id = leader.backup(host, 1).getBackup().getId();
    PutCopyReply copy = leader.copy(host, id, "kms1");
    SealReply sealed = leader.seal("kms1", host);
    return leader
        .install(host, 1, replaces, sealed, id, copy.getCopyReceipt())
        .getReply()
        .getReceipt();
  }

  @Test
  void missingFile_isPutBack_underTheKmsThatServes() throws Exception {
    Files.delete(keyFile("kms3"));

    Receipt receipt = repair("kms3");

    assertThat(receipt.getOutcome()).as(receipt.getSummary()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(keyFile("kms3")).hasBinaryContent(APPROVED);
    assertThat(fleet.kms("kms3").done()).containsExactly("start");
  }

  @Test
  void cutFileOfAKmsThatIsDown_isPutBack_andItIsStarted() throws Exception {
    fleet.kms("kms3").stop();
    Files.write(keyFile("kms3"), Arrays.copyOf(APPROVED, 100));

    assertThat(repair("kms3").getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    Receipt started = leader.control("kms3", START, 1, List.of()).getReply().getReceipt();

    assertThat(started.getOutcome()).as(started.getSummary()).isEqualTo(Receipt.Outcome.DONE);
  }

  /** I2: another key may be somebody's, and no policy decides on it, stopped or not. */
  @Test
  void anotherKey_isNeverReplaced() {
    fleet.kms("kms2").stop();

    assertRefused(ErrorCode.WARRANT_MISMATCH, "I2", () -> repair("kms2"));

    assertThat(keyFile("kms2")).hasBinaryContent(TestRing.BETA.secring());
  }

  @Test
  void damagedFileThatIsNoBeginningOfTheApprovedOne_isNeverReplaced() throws Exception {
    fleet.kms("kms3").stop();
    byte[] other = Arrays.copyOf(APPROVED, 100);
    other[99] ^= 1;
    Files.write(keyFile("kms3"), other);

    assertRefused(ErrorCode.WARRANT_MISMATCH, "I2", () -> repair("kms3"));

    assertThat(keyFile("kms3")).hasBinaryContent(other);
  }

  /** I5: it serves rightly from memory, and is not killed for a file. */
  @Test
  void kmsThatServesTheApprovedKey_isNotStopped() throws Exception {
    policy(StandingActs.repair("kms3", approved), StandingActs.quarantine("kms3"));
    Files.delete(keyFile("kms3"));

    assertRefused(ErrorCode.WARRANT_MISMATCH, "I5", () -> stop("kms3", "kms1", "kms2"));

    assertThat(fleet.kms("kms3").done()).containsExactly("start");
  }

  private Receipt stop(String host, String... others) {
    return leader
        .control(host, STOP, 1, leader.permits(host, List.of(others)))
        .getReply()
        .getReceipt();
  }

  @Test
  void kmsThatServesAnotherKey_isStoppedForQuarantine_underPermits_andNotForRepair() {
    assertRefused(ErrorCode.WARRANT_MISMATCH, "I2", () -> stop("kms2", "kms1", "kms3"));
    policy(StandingActs.quarantine("kms2"));
    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> leader.control("kms2", STOP, 2, List.of()));

    Receipt stopped =
        leader
            .control("kms2", STOP, 3, leader.permits("kms2", List.of("kms1", "kms3")))
            .getReply()
            .getReceipt();

    assertThat(stopped.getOutcome()).as(stopped.getSummary()).isEqualTo(Receipt.Outcome.DONE);
    assertRefused(ErrorCode.NOT_IN_PARITY, "I9", () -> leader.control("kms2", START, 1, List.of()));
  }

  /** I1: what it has in memory is nowhere else any more. */
  @Test
  void kmsWhoseOtherKeyIsNotInItsFileAnyMore_isNotStopped() throws Exception {
    policy(StandingActs.quarantine("kms2"));
    Files.delete(keyFile("kms2"));

    assertRefused(ErrorCode.WARRANT_MISMATCH, "I1", () -> stop("kms2", "kms1", "kms3"));

    assertThat(fleet.kms("kms2").done()).containsExactly("start");
  }

  @Test
  void hostThatTheWarrantDoesNotName_isNeitherGivenTheKeyNorRepaired() throws Exception {
    policy(StandingActs.repair("kms2", approved));
    Files.delete(keyFile("kms3"));

    assertRefused(ErrorCode.WARRANT_MISMATCH, "", () -> leader.seal("kms1", "kms3"));
  }

  /** What was signed under one approval says nothing under the next. */
  @Test
  void newerStatement_endsIt() throws Exception {
    SignedDocument policy = leader.warrant;
    SignedDocument newer = leader.statement(2, TestRing.ALPHA);
    leader.warrant = leader.warrant("w-3", 1, TestLeader.approve(newer));
    TestFleet.HOSTS.forEach(host -> leader.putStatement(host, newer, 2));
    leader.warrant = policy;
    Files.delete(keyFile("kms3"));

    assertRefused(ErrorCode.WARRANT_MISMATCH, "", () -> repair("kms3"));
  }

  /** A run like any other in all else: an operator's own warrant still names what it replaces. */
  @Test
  void installUnderARunsWarrant_isHeldAgainstItsOwnBounds() throws Exception {
    leader.warrant = leader.warrant("w-run", 1, StandingActs.repair("kms3", approved));
    Files.delete(keyFile("kms3"));

    assertRefused(ErrorCode.WARRANT_MISMATCH, "", () -> repair("kms3"));
  }
}
