package dev.keyparity.agent;

import static dev.keyparity.agent.WireRefusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.SealReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key file is put back under a KMS that goes on: only where nothing but a beginning of the
 * approved file is replaced, and only under a process that is known to have loaded that very key
 * (I13).
 */
class PutBackIT {
  private static final byte[] APPROVED = TestRing.ALPHA.secring();

  @TempDir Path folder;
  private TestFleet fleet;
  private TestLeader leader;
  private SignedDocument statement;

  @BeforeEach
  void threeHosts() throws Exception {
    fleet = TestFleet.serving(folder, TestRing.ALPHA, TestRing.BETA, TestRing.ALPHA);
    leader = new TestLeader(fleet, 1, "coord1#1");
    statement = leader.statement(1, TestRing.ALPHA);
    leader.warrantFor(statement, TestRing.ALPHA, Map.of());
    leader.fenceAll();
    TestFleet.HOSTS.forEach(host -> leader.putStatement(host, statement));
    // The agents see which key each process loaded.
    TestFleet.HOSTS.forEach(leader::facts);
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private Path keyFile(String host) {
    return fleet.keys(host).resolve("secring.gpg");
  }

  private Receipt putBack(String host, String replaces) throws Exception {
    leader.warrant =
        leader.warrant(
            "w-2",
            TestLeader.approve(statement),
            Act.of(
                Verb.INSTALL,
                TestLeader.STEP,
                host,
                Map.of(
                    "replaces",
                    replaces,
                    "installs",
                    Digest.of(APPROVED).hex(),
                    "identity",
                    TestRing.ALPHA.identity().digest().hex(),
                    "gives_way",
                    "none",
                    "source",
                    "kms1")));
    String id = leader.backup(host, 1).getBackup().getId();
    PutCopyReply copy = leader.copy(host, id, "kms1");
    SealReply sealed = leader.seal("kms1", host);
    return leader
        .install(host, 1, replaces, sealed, id, copy.getCopyReceipt())
        .getReply()
        .getReceipt();
  }

  private void leave(String host, byte[] content) throws IOException {
    Files.write(keyFile(host), content);
  }

  private void assertPutBackUnderTheRunningKms(String replaces) throws Exception {
    Receipt receipt = putBack("kms3", replaces);

    assertThat(receipt.getOutcome()).as(receipt.getSummary()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(keyFile("kms3")).hasBinaryContent(APPROVED);
    assertThat(fleet.kms("kms3").done()).containsExactly("start");
  }

  private void assertRefusedWhileItRuns(String host, String replaces) {
    assertRefused(ErrorCode.KMS_RUNNING, () -> putBack(host, replaces));
    assertThat(fleet.kms(host).done()).containsExactly("start");
  }

  @Test
  void missingFile_isPutBack() throws Exception {
    Files.delete(keyFile("kms3"));

    assertPutBackUnderTheRunningKms("absent");
  }

  @Test
  void cutFile_isPutBack_andWhatWasLeftIsInTheBackup() throws Exception {
    byte[] cut = Arrays.copyOf(APPROVED, APPROVED.length / 2);
    leave("kms3", cut);

    assertPutBackUnderTheRunningKms(Digest.of(cut).hex());
  }

  @Test
  void emptiedFile_isPutBack() throws Exception {
    leave("kms3", new byte[0]);

    assertPutBackUnderTheRunningKms(Digest.of(new byte[0]).hex());
  }

  /** Whatever it was, it was not ours: that is an operator's to look at, and never in passing. */
  @Test
  void cutFileWithOneOtherByte_isNot() throws Exception {
    byte[] other = Arrays.copyOf(APPROVED, APPROVED.length / 2);
    other[other.length - 1] ^= 1;
    leave("kms3", other);

    assertRefusedWhileItRuns("kms3", Digest.of(other).hex());
    assertThat(keyFile("kms3")).hasBinaryContent(other);
  }

  /** Its process has another key in memory: from now on file and process would be at odds. */
  @Test
  void missingFileUnderAKmsThatServesAnotherKey_isNot() throws Exception {
    Files.delete(keyFile("kms2"));

    assertRefusedWhileItRuns("kms2", "absent");
    assertThat(keyFile("kms2")).doesNotExist();
  }
}
