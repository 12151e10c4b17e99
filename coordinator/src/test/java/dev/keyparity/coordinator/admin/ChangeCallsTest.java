package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.coordinator.v1.CloseChangeRequest;
import dev.keyparity.proto.coordinator.v1.OpenChangeReply;
import dev.keyparity.proto.coordinator.v1.OpenChangeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeCallsTest {
  private static final OperatorKey ALICE = OperatorKey.generate();
  private static final OperatorKey BOB = OperatorKey.generate();
  private static final Ring KEY = Ring.of("kms1");
  private static final String FILE = "keytrustee.conf";
  private static final String APPROVED = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final String REASON = "CHG-4711";
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @TempDir Path directory;
  private AdminBench bench;
  private ChangeCalls calls;

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    calls =
        new ChangeCalls(
            bench.chair,
            new WarrantDesk(bench.records, bench.fleet, bench.audit, bench.clock, new Random(1)));
    IdentityStatement statement =
        new IdentityStatement(
            "prod",
            AdminBench.SERVICE,
            1,
            bench.spec().hostNames(),
            KEY.identity(),
            KEY.fingerprints().stream().sorted().toList(),
            new TreeMap<>(Map.of("secring.gpg", KEY.sha256(), FILE, APPROVED)),
            KEY.bytes(),
            bench.clock.instant());
    new ApprovedStatements(bench.records)
        .record(
            bench.token,
            AdminBench.SERVICE,
            new SignedDocument(statement.canonicalBytes(), List.of()));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static OpenChangeRequest.Builder request() {
    return OpenChangeRequest.newBuilder()
        .setService(AdminBench.SERVICE)
        .setFile(FILE)
        .setSha256(NEW)
        .setForMs(TWO_HOURS.toMillis())
        .setReason(REASON);
  }

  private OpenChangeReply open(String operator, OpenChangeRequest.Builder request)
      throws Exception {
    return AdminBench.as(operator, () -> calls.open(request.build()));
  }

  private KeyparityException refused(OpenChangeRequest.Builder request) {
    return AdminBench.refusal(() -> open("alice", request));
  }

  private SignedDocument draft() throws Exception {
    ByteString payload = open("alice", request()).getWarrantDraft();
    assertThat(payload).isNotEmpty();
    return SignedDocument.unsigned(payload.toByteArray());
  }

  private OpenChangeReply signed(SignedDocument draft, String operator, OperatorKey key)
      throws Exception {
    return open(operator, with(draft.signedBy(operator, key, DocumentKind.WARRANT)));
  }

  private static OpenChangeRequest.Builder with(SignedDocument signed) {
    return request().setWarrant(WireDocuments.toMessage(signed));
  }

  private SanctionedChanges present() throws Exception {
    return bench.evidence.changes(AdminBench.SERVICE).at(bench.clock.instant());
  }

  @Test
  void draft_namesTheFileItsBytesAndTheTime() throws Exception {
    Warrant warrant = Warrant.parse(draft().payload());

    assertThat(warrant.acts())
        .containsExactly(
            Act.of(
                Verb.CHANGE_OPEN,
                "change-open",
                Act.EVERY_HOST,
                Map.of("file", FILE, "sha256", NEW)));
    assertThat(warrant.expiresAt()).isEqualTo(bench.clock.instant().plus(TWO_HOURS));
    assertThat(warrant.reason()).isEqualTo(REASON);
    assertThat(bench.evidence.changes(AdminBench.SERVICE).entries()).isEmpty();
    assertThat(bench.audited()).singleElement().asString().contains("change-open-draft", NEW);
  }

  @Test
  void signed_isOpenTillItsTimeIsOver_onRecordAndTold() throws Exception {
    OpenChangeReply reply = signed(draft(), "alice", ALICE);

    assertThat(reply.getRecorded()).isTrue();
    assertThat(reply.getUntilMs()).isEqualTo(bench.clock.instant().plus(TWO_HOURS).toEpochMilli());
    SanctionedChanges.Entry entry = present().entries().get(0);
    assertThat(entry.by()).isEqualTo("alice");
    assertThat(entry.signed().signatures()).hasSize(1);
    assertThat(present().covers(FILE, NEW)).isTrue();
    assertThat(present().covers("pubring.gpg", NEW)).isFalse();
    assertThat(bench.evidence.events(AdminBench.SERVICE).events())
        .extracting(EventLog.Event::message)
        .containsExactly(
            "keytrustee.conf may become bbbbbbbb… until 2026-11-24T16:00:00Z, by alice: CHG-4711");
    assertThat(bench.audited().get(1)).contains("\"signed\":", "\"operator\":\"alice\"");
    assertThat(bench.records.items(RecordKey.Kind.DRAFT, AdminBench.SERVICE)).isEmpty();

    bench.clock.advance(TWO_HOURS);
    assertThat(present().entries()).isEmpty();
    assertThat(bench.evidence.changes(AdminBench.SERVICE).entries()).hasSize(1);
  }

  /** I12 ends where the key begins. */
  @Test
  void keyFile_isRefusedWhateverItIsToHold_andThePointerSaysWhatToDo() {
    for (String sha256 : List.of(NEW, KEY.sha256())) {
      KeyparityException refused = refused(request().setFile("secring.gpg").setSha256(sha256));

      assertThat(refused.code()).isEqualTo(ErrorCode.KEY_CHANGE_REFUSED);
      assertThat(refused.code().exitMeaning()).isEqualTo(ExitMeaning.REFUSED);
      assertThat(refused.whatToDo()).contains("keyparity accept kms-prod");
    }
    assertThat(bench.audited()).isEmpty();
  }

  @Test
  void whatIsNoChange_isAUsageError() throws Exception {
    assertThat(refused(request().setFile("../secring.gpg")).operatorMessage())
        .isEqualTo("file: ../secring.gpg (expected: one of [keytrustee.conf, pubring.gpg])");
    assertThat(refused(request().setSha256("BBBB")).operatorMessage()).contains("64 hex digits");
    assertThat(refused(request().setForMs(59_999)).operatorMessage()).contains("1m to 7d");
    assertThat(refused(request().setForMs(Duration.ofDays(7).toMillis() + 1)).code())
        .isEqualTo(ErrorCode.USAGE);
    assertThat(refused(request().setReason(" ")).operatorMessage()).startsWith("reason: 0 letters");
    assertThat(refused(request().setSha256(APPROVED)).operatorMessage())
        .isEqualTo("keytrustee.conf: these are the approved bytes");
    signed(draft(), "alice", ALICE);
    assertThat(refused(request()).operatorMessage()).contains("that change is open already");
  }

  @Test
  void nothingApprovedYet_isRefusedWithWhatToDo() {
    bench.records.removeService(bench.token, AdminBench.SERVICE);

    assertThat(refused(request()).whatToDo()).isEqualTo("keyparity adopt kms-prod");
  }

  @Test
  void signed_sentAgain_isRecordedOnce() throws Exception {
    SignedDocument signed = draft().signedBy("alice", ALICE, DocumentKind.WARRANT);
    open("alice", with(signed));
    int writes = bench.records.writes();

    assertThat(open("alice", with(signed)).getRecorded()).isTrue();
    assertThat(bench.records.writes()).isEqualTo(writes);
  }

  @Test
  void signed_answerLost_isRecordedOnceWhenSentAgain() throws Exception {
    SignedDocument signed = draft().signedBy("alice", ALICE, DocumentKind.WARRANT);
    bench.records.plan(WriteFault.REPLY_LOST);
    assertThat(refused(with(signed)).code()).isEqualTo(ErrorCode.ZOOKEEPER_UNAVAILABLE);

    assertThat(open("alice", with(signed)).getRecorded()).isTrue();
    assertThat(bench.evidence.changes(AdminBench.SERVICE).entries()).hasSize(1);
  }

  @Test
  void signed_forAnotherFileOrReason_isRefused() throws Exception {
    SignedDocument signed = draft().signedBy("alice", ALICE, DocumentKind.WARRANT);

    assertThat(refused(with(signed).setFile("pubring.gpg")).code())
        .isEqualTo(ErrorCode.WARRANT_MISMATCH);
    assertThat(refused(with(signed).setReason("because I can")).code())
        .isEqualTo(ErrorCode.WARRANT_MISMATCH);
    assertThat(refused(with(signed).setForMs(Duration.ofDays(7).toMillis())).code())
        .isEqualTo(ErrorCode.WARRANT_MISMATCH);
    assertThat(present().entries()).isEmpty();
  }

  @Test
  void twoNeeded_oneIsNotEnough() throws Exception {
    bench.fleet.report(
        AdminBench.SERVICE,
        HostReport.newBuilder().setHost("kms2").setApprovalsDemanded(2).build());
    SignedDocument draft = draft();

    assertThat(signed(draft, "alice", ALICE).getRecorded()).isFalse();
    assertThat(present().entries()).isEmpty();
    assertThat(signed(draft, "bob", BOB).getRecorded()).isTrue();
    assertThat(present().entries().get(0).by()).isEqualTo("alice, bob");
  }

  @Test
  void close_endsWhatIsOpenOfThatFileNow() throws Exception {
    signed(draft(), "alice", ALICE);
    CloseChangeRequest.Builder close =
        CloseChangeRequest.newBuilder().setService(AdminBench.SERVICE).setReason("done");
    assertThat(
            AdminBench.refusal(
                    () ->
                        AdminBench.asAlice(() -> calls.close(close.setFile("pubring.gpg").build())))
                .operatorMessage())
        .isEqualTo("pubring.gpg: no change of it is open");

    assertThat(AdminBench.asAlice(() -> calls.close(close.setFile(FILE).build())).getClosed())
        .isEqualTo(1);

    assertThat(present().entries()).isEmpty();
    assertThat(bench.audited().get(bench.audited().size() - 1)).contains("change-close", "done");
  }
}
