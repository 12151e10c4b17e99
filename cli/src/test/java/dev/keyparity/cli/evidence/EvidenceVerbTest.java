package dev.keyparity.cli.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.coordinator.v1.AuditAnchor;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.HostVerdicts;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysReply;
import dev.keyparity.proto.coordinator.v1.ListRunsReply;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsReply;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsRequest;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceReply;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceRequest;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.proto.coordinator.v1.VerdictSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alice makes a file of an hour of a service; somebody else verifies it. */
class EvidenceVerbTest {
  private static final Instant NOW = TestCli.NOW;

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);
  private final OperatorKey bob = OperatorKey.generate();
  private final List<VerdictSpan> kms1 = new ArrayList<>();
  private final List<VerdictSpan> kms2 = new ArrayList<>();
  private final ReadEvidenceReply.Builder recorded =
      ReadEvidenceReply.newBuilder()
          .setGroup("prod")
          .setCoordinator("coord1")
          .setEpoch(7)
          .setAtMs(NOW.toEpochMilli());
  private List<AuditRecord> audit = List.of();

  @TempDir Path temp;
  private OperatorKey alice = OperatorKey.generate();
  private Path file = Path.of("");

  @BeforeEach
  void prepare() {
    new OperatorDirectory(temp);
    alice = OperatorKey.read(temp.resolve("operator.key"));
    cli.tlsDirectory(temp);
    file = temp.resolve("evidence.json");
    kms1.add(span("IN_PARITY", Plans.KEPT, 3600, 0));
    kms2.add(span("IN_PARITY", Plans.KEPT, 3000, 1800));
    kms2.add(span("DIVERGED", "77B0".repeat(10), 1799, 1200));
    kms2.add(span("IN_PARITY", Plans.KEPT, 600, 0));
    recorded.addApprovals(
        WireDocuments.toMessage(
            SignedDocument.unsigned(Samples.statement("kms-prod").canonicalBytes())
                .signedBy("alice", alice, DocumentKind.STATEMENT)
                .signedBy("bob", bob, DocumentKind.STATEMENT)));
    recorded.addApprovals(
        WireDocuments.toMessage(
            SignedDocument.unsigned(Samples.warrant().canonicalBytes())
                .signedBy("bob", bob, DocumentKind.WARRANT)));
    recorded.addApprovals(
        WireDocuments.toMessage(
            SignedDocument.unsigned(Samples.revocation().canonicalBytes())
                .signedBy("alice", alice, DocumentKind.REVOCATION)));
    audit = Samples.audit(temp);
    answer();
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private static VerdictSpan span(String verdict, String held, long from, long until) {
    return VerdictSpan.newBuilder()
        .setVerdict(verdict)
        .setIdentity(Samples.IDENTITY)
        .setHeld(held)
        .setFromMs(NOW.minusSeconds(from).toEpochMilli())
        .setUntilMs(NOW.minusSeconds(until).toEpochMilli())
        .build();
  }

  private void answer() {
    admin.answering(
        "GetStatus",
        StatusReply.newBuilder()
            .addServices(
                ServiceStatus.newBuilder()
                    .setService("kms-prod")
                    .addHosts(HostStatus.newBuilder().setHost("kms1"))
                    .addHosts(HostStatus.newBuilder().setHost("kms2"))
                    .addHosts(HostStatus.newBuilder().setHost("kms3"))
                    .addEvents(
                        Event.newBuilder()
                            .setAtMs(NOW.minusSeconds(1799).toEpochMilli())
                            .setSeverity("critical")
                            .setMessage("kms2 drifted: it holds another key"))
                    .addEvents(
                        Event.newBuilder()
                            .setAtMs(NOW.minusSeconds(9999).toEpochMilli())
                            .setSeverity("info")
                            .setMessage("long ago")))
            .build());
    admin.answering("ListRuns", ListRunsReply.newBuilder().addRuns(RunStates.done()).build());
    admin.answering(
        "ListBackups",
        BackupsReply.newBuilder()
            .addBackups(backup("20261124T120000Z-0001", 1000))
            .addBackups(backup("20261124T010000Z-0002", 40_000))
            .build());
    admin.answering(
        "ListRecoveryKeys",
        ListRecoveryKeysReply.newBuilder()
            .addKeys(
                ProvenRecoveryKey.newBuilder()
                    .setFingerprint(Plans.KEPT)
                    .setProvenAtMs(NOW.minusSeconds(80_000).toEpochMilli())
                    .setProvenBy("bob"))
            .addKeys(ProvenRecoveryKey.newBuilder().setFingerprint("77B0".repeat(10)))
            .build());
    admin.<ReadAnchorsRequest, ReadAnchorsReply>on(
        "ReadAnchors",
        request ->
            request.getHost().isEmpty()
                ? ReadAnchorsReply.newBuilder()
                    .addAnchors(
                        AuditAnchor.newBuilder()
                            .setKeptBy("kms1")
                            .setSequence(2)
                            .setDigest(audit.get(1).digest()))
                    .build()
                : ReadAnchorsReply.getDefaultInstance());
    serveAudit(audit.stream().map(AuditRecord::toString).toList());
    admin.<ReadEvidenceRequest, ReadEvidenceReply>on(
        "ReadEvidence",
        request ->
            recorded
                .clearVerdicts()
                .addVerdicts(HostVerdicts.newBuilder().setHost("kms1").addAllSpans(kms1))
                .addVerdicts(HostVerdicts.newBuilder().setHost("kms2").addAllSpans(kms2))
                .build());
  }

  private void serveAudit(List<String> lines) {
    admin.<ReadAuditRequest>streaming(
        "ReadAudit",
        request ->
            lines.stream()
                .map(
                    line ->
                        AuditLine.newBuilder()
                            .setSource(
                                request.getHost().isEmpty()
                                    ? "coordinator coord1"
                                    : "agent " + request.getHost())
                            .setLine(ByteString.copyFromUtf8(line))
                            .build())
                .toList());
  }

  private static Backup backup(String id, long secondsAgo) {
    return Backup.newBuilder()
        .setId(id)
        .setService("kms-prod")
        .setHost("kms1")
        .setSha256(Plans.sha(id))
        .setSecringSha256(Plans.SECRING)
        .setVerified(true)
        .setAtMs(NOW.minusSeconds(secondsAgo).toEpochMilli())
        .addRecipients(Plans.KEPT)
        .build();
  }

  private Result make(String... more) {
    List<String> args =
        new ArrayList<>(List.of("evidence", "kms-prod", "--since", "1h", "--out", file.toString()));
    args.addAll(List.of(more));
    return cli.run(args.toArray(new String[0]));
  }

  /** Offline: without a coordinator or certificate in sight. */
  private Result verify(String... more) {
    List<String> args = new ArrayList<>(List.of("evidence", "verify", file.toString()));
    args.addAll(List.of(more));
    try (TestCli elsewhere = new TestCli()) {
      return elsewhere.runBare(args.toArray(new String[0]));
    }
  }

  private static String keyOf(String name, OperatorKey key) {
    return name + "=" + key.publicKey().text();
  }

  private Result verifyWithBoth(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("--operator", keyOf("alice", alice), "--operator", keyOf("bob", bob)));
    args.addAll(List.of(more));
    return verify(args.toArray(new String[0]));
  }

  private String withoutKeys(String text) {
    return text.replace(alice.publicKey().fingerprint(), "KEY-OF-ALICE")
        .replace(bob.publicKey().fingerprint(), "KEY-OF-BOB");
  }

  // --- made, and verified ---

  @Test
  void made_verifiedElsewhere_showsGapsAndDriftsAndWhoSigned() {
    Result made = make();
    Result verified = verifyWithBoth();

    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).contains("evidence of kms-prod, signed by alice", "3 hosts");
    assertThat(verified.exit()).as(verified.err()).isZero();
    Golden.assertMatches("evidence-verify.txt", withoutKeys(verified.out()));
    Golden.assertMatches("evidence-verify.json", withoutKeys(verifyWithBoth("-o", "json").out()));
  }

  @Test
  void made_asJson_saysWhereAndWhat() throws IOException {
    Result made = make("-o", "json");

    assertThat(made.out())
        .contains(
            "\"schema\": \"keyparity.evidence-made/1\"",
            "\"file\": \"" + file + "\"",
            "\"bytes\": " + Files.size(file),
            "\"since\": \"2026-11-24T12:08:11Z\"",
            "\"key\": \"" + alice.publicKey().fingerprint() + "\"");
  }

  /** What is known of kms3 is nothing, and of kms2 not all: neither may look good. */
  @Test
  void unknown_isAGapAndNeverGood() {
    make();

    String json = verifyWithBoth("-o", "json").out().replaceAll("\\s+", " ");

    assertThat(json)
        .contains(
            "\"host\": \"kms1\", \"in_parity_ms\": 3600000, \"not_in_parity_ms\": 0,"
                + " \"not_known_ms\": 0",
            "\"host\": \"kms2\", \"in_parity_ms\": 1800001, \"not_in_parity_ms\": 599001,"
                + " \"not_known_ms\": 1200998",
            "\"host\": \"kms3\", \"in_parity_ms\": 0, \"not_in_parity_ms\": 0, \"not_known_ms\":"
                + " 3600000, \"known_since\": null");
  }

  @Test
  void serviceWithoutHistory_isAFileOfWhatIsNotKnown() {
    kms1.clear();
    kms2.clear();
    recorded.clearApprovals();
    admin.answering("ListRuns", ListRunsReply.getDefaultInstance());
    admin.answering("ListBackups", BackupsReply.getDefaultInstance());
    admin.answering("ListRecoveryKeys", ListRecoveryKeysReply.getDefaultInstance());
    admin.answering("ReadAnchors", ReadAnchorsReply.getDefaultInstance());
    serveAudit(List.of());

    assertThat(make().exit()).isZero();
    Result verified = verify("--operator", keyOf("alice", alice));

    assertThat(verified.exit()).isZero();
    Golden.assertMatches("evidence-verify-empty.txt", withoutKeys(verified.out()));
  }

  @Test
  void whatIsAskedOfTheLeader_isTheTimeAndTheService() {
    make();

    assertThat(admin.requests(ReadEvidenceRequest.class))
        .containsExactly(
            ReadEvidenceRequest.newBuilder()
                .setService("kms-prod")
                .setSinceMs(NOW.minusSeconds(3600).toEpochMilli())
                .build());
    assertThat(admin.requests(ReadAuditRequest.class))
        .extracting(ReadAuditRequest::getHost)
        .containsExactly("", "kms1", "kms2", "kms3");
  }

  @Test
  void fileThatIsThere_isNotReplaced() throws IOException {
    Files.writeString(file, "precious");

    assertThat(make().exit()).isEqualTo(7);
    assertThat(file).hasContent("precious");
  }

  @Test
  void hostsThatCannotBeAsked_areNamedInTheFile() {
    KeyparityException refused =
        new KeyparityException(ErrorCode.PEER_UNREACHABLE, "agent kms3: connection refused", "");
    admin.refusing("ReadAudit", refused);

    Result made = make();

    assertThat(made.exit()).isEqualTo(7);
    assertThat(made.out().replaceAll("\\s+", " "))
        .contains("not in it audit log of agent kms3: agent kms3: connection refused");
    assertThat(verifyWithBoth().out()).contains("audit log of agent kms3: agent kms3:");
  }

  // --- what verifying refuses ---

  private void assertRefused(byte[] changed, String as) throws IOException {
    Files.write(file, changed);
    Result result = verifyWithBoth();
    assertThat(result.exit()).as(as).isEqualTo(8);
    assertThat(result.out()).as(as).isEmpty();
  }

  @Test
  void anyByteFlipped_isRefused() throws IOException {
    make();
    byte[] made = Files.readAllBytes(file);

    for (int i = 0; i < made.length; i += 53) {
      byte[] changed = made.clone();
      changed[i] ^= 1;
      assertRefused(changed, "byte " + i);
    }
    assertThat(made).hasSizeGreaterThan(5000);
  }

  private byte[] rewritten(String found, String replaced) throws Exception {
    SignedDocument document = SignedDocument.parse(Files.readAllBytes(file));
    String payload = new String(document.payload(), UTF_8);
    assertThat(payload).contains(found);
    return new SignedDocument(
            payload.replace(found, replaced).getBytes(UTF_8), document.signatures())
        .canonicalBytes();
  }

  /** Canonical, complete, and not what was signed. */
  @Test
  void anEntryRemovedOrChanged_isRefused() throws Exception {
    make();
    SignedDocument document = SignedDocument.parse(Files.readAllBytes(file));
    String payload = new String(document.payload(), UTF_8);
    int from = payload.indexOf("{\"from\":\"2026-11-24T12:38:12Z\"");
    String drift = payload.substring(from, payload.indexOf('}', from) + 2);
    assertThat(drift).contains("DIVERGED");
    assertThat(Evidence.parse(payload.replace(drift, "").getBytes(UTF_8)).sightings("kms2"))
        .hasSize(2);

    byte[] removed = rewritten(drift, "");
    byte[] better = rewritten("\"DIVERGED\"", "\"IN_PARITY\"");
    byte[] fewer = rewritten("kms2 drifted: it holds another key", "nothing");

    assertRefused(removed, "a drift removed");
    assertRefused(better, "a drift made good");
    assertRefused(fewer, "an event changed");
  }

  @Test
  void anotherSigner_isRefused_whateverNameIsGiven() throws Exception {
    make();
    OperatorKey mallory = OperatorKey.generate();
    SignedDocument document = SignedDocument.parse(Files.readAllBytes(file));
    SignedDocument unsigned = SignedDocument.unsigned(document.payload());

    assertRefused(unsigned.canonicalBytes(), "unsigned");
    assertRefused(
        unsigned.signedBy("alice", mallory, DocumentKind.EVIDENCE).canonicalBytes(), "as alice");
    assertRefused(unsigned.signedBy("bob", bob, DocumentKind.EVIDENCE).canonicalBytes(), "by bob");
    assertRefused(
        unsigned.signedBy("alice", bob, DocumentKind.EVIDENCE).canonicalBytes(), "bob as alice");
    assertRefused(
        document.signedBy("bob", bob, DocumentKind.EVIDENCE).canonicalBytes(), "one more");
    assertRefused(
        unsigned.signedBy("alice", alice, DocumentKind.WARRANT).canonicalBytes(),
        "signed as a warrant");
  }

  /** A genuine file of alice's may hold what somebody else forged. */
  @Test
  void anApprovalThatWasForged_isRefused() throws Exception {
    OperatorKey mallory = OperatorKey.generate();
    byte[] statement = Samples.statement("kms-prod").canonicalBytes();
    SignedDocument forged =
        SignedDocument.unsigned(statement).signedBy("bob", mallory, DocumentKind.STATEMENT);
    SignedDocument renamed =
        new SignedDocument(
            statement,
            List.of(
                new DocumentSignature(
                    "ed25519",
                    "bob",
                    bob.publicKey().fingerprint(),
                    forged.signatures().get(0).signature())));
    recorded.clearApprovals().addApprovals(WireDocuments.toMessage(renamed));
    assertThat(make().exit()).isZero();

    Result result = verifyWithBoth();

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.told()).contains("statement 3: signature of bob: does not verify");
  }

  /** What a document says of itself cannot look like what was checked. */
  @Test
  void anApprovalThatSaysItIsSigned_isStillShownAsWhoSignedIt() {
    String padding = "x".repeat(60);
    Revocation boasting =
        new Revocation(
            "prod",
            "kms-prod",
            null,
            "8c1f",
            Samples.SINCE,
            "%s\n  signed by bob: warrant w-1 %s signed by bob: warrant w-2\u2028  signed by bob"
                .formatted(padding, padding));
    recorded
        .clearApprovals()
        .addApprovals(
            WireDocuments.toMessage(
                SignedDocument.unsigned(boasting.canonicalBytes())
                    .signedBy("alice", alice, DocumentKind.REVOCATION)));
    assertThat(make().exit()).isZero();

    List<String> lines = verifyWithBoth().out().lines().toList();

    assertThat(lines)
        .anyMatch(line -> line.startsWith("  signed by alice: revocation of run 8c1f"))
        .noneMatch(line -> line.matches(" {0,4}signed by bob.*"));
  }

  @Test
  void anApprovalOfAnotherService_isNotEvenSigned() {
    recorded
        .clearApprovals()
        .addApprovals(
            WireDocuments.toMessage(
                SignedDocument.unsigned(Samples.statement("kms-test").canonicalBytes())
                    .signedBy("alice", alice, DocumentKind.STATEMENT)));

    Result result = make();

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.told()).contains("approval: of kms-test in group prod");
    assertThat(file).doesNotExist();
  }

  // --- what verifying cannot tell ---

  @Test
  void keyOfTheMakerNotGiven_nothingIsShown() {
    make();

    Result none = verify();
    Result other = verify("--operator", keyOf("bob", bob));

    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.out()).isEmpty();
    assertThat(none.told())
        .contains("the file says that alice made it", "not proven without that key");
    assertThat(other.exit()).isEqualTo(2);
  }

  @Test
  void keyOfAnApproverNotGiven_isPartlyVerified_andSaysWhose() {
    make();

    Result result = verify("--operator", keyOf("alice", alice));

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out().replaceAll("\\s+", " "))
        .startsWith("PARTLY VERIFIED")
        .contains(
            "signed by alice: statement 3",
            "; not checked, for want of the key: bob (key " + bob.publicKey().fingerprint(),
            "not proven: warrant 8c1f22d09a3e-51d0-w1");
  }

  /** Two keys of one person, over the years. */
  @Test
  void severalKeysOfOneOperator_eachIsTried() throws IOException {
    make();
    Path key = Files.writeString(temp.resolve("alice.pub"), alice.publicKey().pem());

    Result result =
        verify(
            "--operator",
            keyOf("alice", OperatorKey.generate()),
            "--operator",
            "alice=" + key,
            "--operator",
            keyOf("bob", bob));

    assertThat(result.exit()).as(result.err()).isZero();
  }

  @Test
  void auditLogThatIsBroken_isToldByWhoMadeTheFile() {
    List<String> lines = new ArrayList<>(audit.stream().map(AuditRecord::toString).toList());
    lines.remove(0);
    serveAudit(lines);
    assertThat(make().exit()).isZero();

    Result result = verifyWithBoth();

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out().replaceAll("\\s+", " "))
        .contains("BROKEN coordinator coord1: it begins at record 2 (expected: 1)");
  }

  @Test
  void auditLogCutOrEdited_isTold() {
    List<String> lines = audit.stream().map(AuditRecord::toString).toList();
    serveAudit(lines.subList(0, 1));
    make();
    assertThat(verifyWithBoth().out()).contains("BROKEN  coordinator coord1: it ends at record 1");

    file = temp.resolve("second.json");
    serveAudit(List.of(lines.get(0), lines.get(1).replace("alice", "mallory"), lines.get(2)));
    make();
    assertThat(verifyWithBoth().out())
        .contains("BROKEN  coordinator coord1: behind record 1: audit");
  }

  /** A log in which nothing happened in that time is no log that was cut. */
  @Test
  void auditLogWithoutARecordOfThatTime_isJudgedByItsHead() {
    assertThat(cli.run("evidence", "kms-prod", "--since", "30s", "--out", file.toString()).exit())
        .isZero();

    Result result = verifyWithBoth();

    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("INTACT  coordinator coord1: 0 records of 3, agrees with what kms1 keeps");
  }

  /** What the hosts were held against must have been approved by somebody. */
  @Test
  void keyInNoSignedStatement_isNotProvenToBeApproved() {
    assertThat(make().exit()).isZero();
    assertThat(verifyWithBoth().out()).doesNotContain("not proven");

    recorded.removeApprovals(0);
    file = temp.resolve("without.json");
    make();

    assertThat(verifyWithBoth().out().replaceAll("\\s+", " "))
        .contains("not proven that operators approved the key", Samples.IDENTITY + " is in no");
  }

  @Test
  void wrongArguments_sayWhatIsExpected() {
    for (String key : List.of("alice", "=x", "alice=", "alice=notakey")) {
      Result result = verify("--operator", key);
      assertThat(result.exit()).as(key).isEqualTo(2);
      assertThat(result.told()).contains("expected: NAME=KEY");
    }
    assertThat(verify().exit()).as("no such file").isEqualTo(3);
  }
}
