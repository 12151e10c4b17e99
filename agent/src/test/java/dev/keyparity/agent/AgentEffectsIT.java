package dev.keyparity.agent;

import static dev.keyparity.agent.WireRefusals.assertRefused;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.START;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.WarrantCheck;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.RevokeRequest;
import dev.keyparity.proto.agent.v1.RunDependantReply;
import dev.keyparity.proto.agent.v1.RunDependantRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.Setting;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.SettingName;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each further effect over the wire: what warrants it, what it does, and that it does it once. */
class AgentEffectsIT {
  private static final String FILE = "kms-site.xml";

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

  /** Fewer hosts mean fewer permits: whoever may approve a key may not therefore drop a host. */
  @Test
  void statement_thatChangesTheHosts_isKeptOnlyIfEachIsAllowedByName() {
    approve();
    SignedDocument dropping = leader.statement(2, TestRing.ALPHA, List.of("kms1", "kms2"));
    SignedDocument adding =
        leader.statement(2, TestRing.ALPHA, List.of("kms1", "kms2", "kms3", "kms4"));
    leader.warrant =
        leader.warrant("w-2", 1, TestLeader.approve(dropping), TestLeader.approve(adding));
    assertRefused(ErrorCode.WARRANT_MISMATCH, () -> leader.putStatement("kms1", dropping, 2));
    assertRefused(ErrorCode.WARRANT_MISMATCH, () -> leader.putStatement("kms1", adding, 2));

    leader.warrant =
        leader.warrant(
            "w-3",
            1,
            TestLeader.approve(adding),
            membership(Verb.ADD_HOST, "kms4", adding),
            membership(Verb.REMOVE_HOST, "kms3", adding));
    leader.putStatement("kms1", adding, 3);
    assertThat(leader.facts("kms1").getStatement().getGeneration()).isEqualTo(2);

    SignedDocument without = leader.statement(3, TestRing.ALPHA, List.of("kms1", "kms2"));
    leader.warrant =
        leader.warrant(
            "w-4",
            2,
            TestLeader.approve(without),
            membership(Verb.REMOVE_HOST, "kms3", without),
            membership(Verb.REMOVE_HOST, "kms4", without));
    leader.putStatement("kms1", without, 4);
    assertThat(leader.facts("kms1").getStatement().getGeneration()).isEqualTo(3);
  }

  /** It keeps its key and its backups, and starts with them no more. */
  @Test
  void hostThatIsTakenOut_learnsIt_andItsKmsIsNotStarted() throws Exception {
    approve();
    leader.control("kms3", STOP, 1, leader.permits("kms3", List.of("kms1", "kms2")));
    SignedDocument without = leader.statement(2, TestRing.ALPHA, List.of("kms1", "kms2"));
    leader.warrant = leader.warrant("w-2", 1, TestLeader.approve(without));
    assertRefused(ErrorCode.WARRANT_MISMATCH, () -> leader.putStatement("kms3", without, 2));

    leader.warrant =
        leader.warrant(
            "w-3", 1, TestLeader.approve(without), membership(Verb.REMOVE_HOST, "kms3", without));
    leader.putStatement("kms3", without, 3);

    assertThat(leader.facts("kms3").getStatement().getGeneration()).isEqualTo(2);
    assertThat(leader.facts("kms3").getKeyDirectory().getIdentity())
        .isEqualTo(TestRing.ALPHA.identity().digest().hex());
    assertRefused(ErrorCode.STATEMENT_REFUSED, () -> leader.control("kms3", START, 1, List.of()));
    assertThat(fleet.kms("kms3").done()).as("and was not tried").endsWith("stop");
  }

  private static Act membership(Verb verb, String host, SignedDocument statement) {
    return Act.of(
        verb,
        TestLeader.STEP,
        host,
        Map.of(WarrantCheck.STATEMENT_BOUND, Digest.of(statement.payload()).hex()));
  }

  private static String digest(String value) {
    return Digest.of(value.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private WriteSettingReply write(String expected, int attempt) {
    SettingName name = SettingName.newBuilder().setFile(FILE).setProperty("a.b").build();
    return fleet
        .stub("kms1")
        .writeSetting(
            WriteSettingRequest.newBuilder()
                .setEnvelope(leader.envelope("kms1", "write", attempt).setExpectedDigest(expected))
                .addChanges(SettingChange.newBuilder().setName(name).setValue("zk"))
                .build());
  }

  private Setting read() {
    return fleet
        .stub("kms1")
        .readSettings(
            ReadSettingsRequest.newBuilder()
                .setEnvelope(leader.envelope("kms1", "read", 1))
                .addNames(SettingName.newBuilder().setFile(FILE).setProperty("a.b"))
                .build())
        .getSettings(0);
  }

  private Act writeAct(String value) {
    return Act.of(
        Verb.WRITE_SETTING,
        TestLeader.STEP,
        "kms1",
        Map.of("file", FILE, "property", "a.b", "value_sha256", digest(value)));
  }

  @Test
  void setting_isWrittenOnlyAsWarrantedAndOnlyOverTheFileThatWasRead() throws Exception {
    String expected = read().getFileSha256();
    assertRefused(ErrorCode.WARRANT_MISMATCH, () -> write(expected, 1));
    leader.warrant = leader.warrant("w-2", writeAct("another value"));
    assertRefused(ErrorCode.WARRANT_MISMATCH, () -> write(expected, 1));
    leader.warrant = leader.warrant("w-3", writeAct("zk"));
    assertRefused(ErrorCode.DIGEST_MISMATCH, () -> write("0".repeat(64), 1));

    WriteSettingReply written = write(expected, 1);

    assertThat(written.getReply().getReceipt().getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(read().getValue()).isEqualTo("zk");
    assertThat(written.getFileSha256()).isEqualTo(read().getFileSha256());
    assertThat(Files.readString(Path.of(written.getBackupFile()))).isEqualTo("<configuration/>\n");
    assertThat(write(expected, 1).getReply().getReceipt())
        .isEqualTo(written.getReply().getReceipt());
  }

  private RunDependantReply dependant(String name) {
    return fleet
        .stub("kms1")
        .runDependant(
            RunDependantRequest.newBuilder()
                .setEnvelope(leader.envelope("kms1", "restart-" + name, 1))
                .setName(name)
                .build());
  }

  @Test
  void dependant_isRunByTheNameThatTheAgentItselfDeclares() {
    leader.warrant =
        leader.warrant(
            "w-2",
            Act.of(Verb.RUN_DEPENDANT, TestLeader.STEP, "kms1", Map.of("name", "hello")),
            Act.of(Verb.RUN_DEPENDANT, TestLeader.STEP, "kms1", Map.of("name", "other")));

    assertThat(dependant("hello").getOutputTail()).isEqualTo("hello\n");
    assertRefused(ErrorCode.CONFIG_INVALID, () -> dependant("other"));
  }

  @Test
  void abortedRun_stopsNothingMore_andWithdrawsNothingThatHappened() {
    approve();
    Revocation abort =
        new Revocation(
            TestFleet.GROUP,
            TestFleet.SERVICE,
            null,
            TestLeader.RUN,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            "enough");
    SignedDocument signed =
        SignedDocument.unsigned(abort.canonicalBytes())
            .signedBy("alice", fleet.alice, DocumentKind.REVOCATION);
    fleet
        .stub("kms2")
        .revoke(
            RevokeRequest.newBuilder()
                .setEnvelope(leader.envelope("kms2", "revoke", 1))
                .setRevocation(WireDocuments.toMessage(signed))
                .build());

    assertRefused(ErrorCode.WARRANT_REVOKED, () -> leader.permits("kms2", List.of("kms1", "kms3")));
    assertRefused(ErrorCode.WARRANT_REVOKED, () -> leader.backup("kms2", 1));
    fleet.crash("kms2");
    assertRefused(ErrorCode.WARRANT_REVOKED, () -> leader.backup("kms2", 1));
  }

  @Test
  void install_afterACrashOfTheTarget_needsANewTransfer_andThenHappensOnce() throws Exception {
    approve();
    String beta = Digest.of(TestRing.BETA.secring()).hex();
    String id = leader.backup("kms2", 1).getBackup().getId();
    PutCopyReply copy = leader.copy("kms2", id, "kms3");
    SealReply sealed = leader.seal("kms1", "kms2");
    leader.control("kms2", STOP, 1, leader.permits("kms2", List.of("kms1", "kms3")));
    fleet.crash("kms2");
    assertRefused(
        ErrorCode.SEAL_REFUSED,
        () -> leader.install("kms2", 1, beta, sealed, id, copy.getCopyReceipt()));

    SealReply again = leader.seal("kms1", "kms2");
    InstallReply installed = leader.install("kms2", 1, beta, again, id, copy.getCopyReceipt());
    fleet.crash("kms2");
    // Its bundle can be opened no more, and needs not be: the receipt is the answer.
    InstallReply repeated = leader.install("kms2", 1, beta, again, id, copy.getCopyReceipt());

    assertThat(installed.getReply().getReceipt().getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(repeated.getReply().getReceipt()).isEqualTo(installed.getReply().getReceipt());
    assertThat(Files.readAllBytes(fleet.keys("kms2").resolve("secring.gpg")))
        .isEqualTo(TestRing.ALPHA.secring());
  }

  /** What was only added must be named just as well, and goes only then. */
  @Test
  void install_overAnAddedSubkey_onlyWhereItIsNamedAsGivingWay() throws Exception {
    TestRing added = TestRing.ALPHA.withSubkeyOf(TestRing.BETA);
    fleet.ring("kms2", added);
    approve();
    String present = Digest.of(added.secring()).hex();
    String id = leader.backup("kms2", 1).getBackup().getId();
    PutCopyReply copy = leader.copy("kms2", id, "kms3");
    leader.control("kms2", STOP, 1, leader.permits("kms2", List.of("kms1", "kms3")));
    leader.warrant = leader.warrant("w-2", TestLeader.approve(statement), install(present, "none"));
    SealReply sealed = leader.seal("kms1", "kms2");
    assertRefused(
        ErrorCode.WARRANT_MISMATCH,
        () -> leader.install("kms2", 1, present, sealed, id, copy.getCopyReceipt()));

    String subkey =
        TestRing.BETA.identity().members().stream()
            .filter(member -> !member.primary())
            .map(member -> member.fingerprint().hex())
            .findFirst()
            .orElseThrow();
    leader.warrant = leader.warrant("w-3", TestLeader.approve(statement), install(present, subkey));
    Receipt installed =
        leader
            .install("kms2", 1, present, sealed, id, copy.getCopyReceipt())
            .getReply()
            .getReceipt();

    assertThat(installed.getOutcome()).as(installed.getSummary()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(Files.readAllBytes(fleet.keys("kms2").resolve("secring.gpg")))
        .isEqualTo(TestRing.ALPHA.secring());
  }

  private static Act install(String replaces, String givesWay) {
    return Act.of(
        Verb.INSTALL,
        TestLeader.STEP,
        "kms2",
        Map.of(
            "replaces",
            replaces,
            "installs",
            Digest.of(TestRing.ALPHA.secring()).hex(),
            "identity",
            TestRing.ALPHA.identity().digest().hex(),
            "gives_way",
            givesWay,
            "source",
            "kms1"));
  }

  @Test
  void key_isSealedOnlyForATargetThatTheWarrantNames() {
    approve();

    assertRefused(ErrorCode.WARRANT_MISMATCH, () -> leader.seal("kms1", "kms3"));
    leader.warrant = null;
    assertRefused(ErrorCode.WARRANT_MISSING, () -> leader.seal("kms1", "kms2"));
  }

  @Test
  void install_withoutACopyElsewhere_isRefused() {
    approve();
    String beta = Digest.of(TestRing.BETA.secring()).hex();
    String id = leader.backup("kms2", 1).getBackup().getId();
    SealReply sealed = leader.seal("kms1", "kms2");
    leader.control("kms2", STOP, 1, leader.permits("kms2", List.of("kms1", "kms3")));
    var forged = sealed.getBundleSignature();

    Receipt refused = leader.install("kms2", 1, beta, sealed, id, forged).getReply().getReceipt();

    assertThat(refused.getOutcome()).isEqualTo(Receipt.Outcome.FAILED);
    assertThat(refused.getFactsMap()).containsEntry("error", "COPY_RECEIPT_INVALID");
  }

  @Test
  void anchor_movesForwardOnly() {
    assertThat(anchor(7, "a").getStoredSequence()).isEqualTo(7);
    AnchorAuditReply back = anchor(6, "b");
    assertThat(back.getStoredSequence()).isEqualTo(7);
    assertThat(back.getStoredDigest()).isEqualTo("a".repeat(64));
    assertThat(anchor(7, "b").getStoredDigest()).isEqualTo("a".repeat(64));
    assertThat(anchor(0, "0").getStoredSequence()).as("only asked").isEqualTo(7);
    fleet.crash("kms1");
    assertThat(anchor(0, "0").getStoredDigest()).isEqualTo("a".repeat(64));
    assertThat(anchor(8, "c").getStoredSequence()).isEqualTo(8);
  }

  private AnchorAuditReply anchor(long sequence, String digit) {
    return fleet
        .stub("kms1")
        .anchorAudit(
            AnchorAuditRequest.newBuilder()
                .setEnvelope(leader.envelope("kms1", "anchor", 1))
                .setOf("kms2")
                .setSequence(sequence)
                .setDigest(digit.repeat(64))
                .build());
  }

  @Test
  void audit_namesEachEffectBeforeItsEnd_andHoldsNoKey() {
    approve();
    leader.backup("kms1", 1);
    List<String> lines = new ArrayList<>();
    fleet
        .stub("kms1")
        .readAudit(
            ReadAuditRequest.newBuilder().setEnvelope(leader.envelope("kms1", "audit", 1)).build())
        .forEachRemaining((AuditLine line) -> lines.add(line.getLine().toStringUtf8()));

    assertThat(lines).anyMatch(line -> line.contains("agent-started"));
    int begun = indexOf(lines, "\"effect-begun\"", "backup");
    int ended = indexOf(lines, "\"effect-ended\"", "backup");
    assertThat(begun).isNotNegative().isLessThan(ended);
    assertThat(ByteString.copyFromUtf8(String.join("", lines)).isValidUtf8()).isTrue();
  }

  private static int indexOf(List<String> lines, String event, String kind) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(event) && lines.get(i).contains("\"kind\":\"" + kind + "\"")) {
        return i;
      }
    }
    return -1;
  }
}
