package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.Opens;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionReply;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetCallsTest {
  private static final OperatorKey ALICE = OperatorKey.generate();
  private static final OperatorKey BOB = OperatorKey.generate();
  private static final String LOST = "payroll@0";
  private static final String REASON = "its owner agreed, CHG-7";

  @TempDir Path directory;
  private AdminBench bench;
  private ForgetCalls calls;

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    calls =
        new ForgetCalls(
            bench.chair,
            new WarrantDesk(bench.records, bench.fleet, bench.audit, bench.clock, new Random(1)));
    surveyed(
        Map.of(
            "kms1",
            List.of("orders@0", LOST),
            "kms2",
            List.of("orders@0"),
            "kms3",
            List.of("orders@0")));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Who opens what; every host was asked about all of it. */
  private void surveyed(Map<String, List<String>> opens) {
    List<HostSurvey> hosts = new ArrayList<>();
    bench
        .spec()
        .hostNames()
        .forEach(
            host -> {
              TreeMap<KeyVersion, Opens> answers = new TreeMap<>();
              opens.values().stream()
                  .flatMap(List::stream)
                  .map(KeyVersion::parse)
                  .forEach(it -> answers.put(it, new Opens(Opens.Result.CANNOT_OPEN, "no")));
              opens
                  .getOrDefault(host, List.of())
                  .forEach(it -> answers.put(KeyVersion.parse(it), Opens.YES));
              hosts.add(new HostSurvey(host, answers, ""));
            });
    bench.evidence.recordSurvey(
        bench.token, AdminBench.SERVICE, new SurveyResult(bench.clock.instant(), hosts));
  }

  private static ForgetKeyVersionRequest.Builder request() {
    return ForgetKeyVersionRequest.newBuilder()
        .setService(AdminBench.SERVICE)
        .setVersion(LOST)
        .setReason(REASON);
  }

  private ForgetKeyVersionReply forget(String operator, ForgetKeyVersionRequest.Builder request)
      throws Exception {
    return AdminBench.as(operator, () -> calls.forget(request.build()));
  }

  private KeyparityException refused(String operator, ForgetKeyVersionRequest.Builder request) {
    return AdminBench.refusal(() -> forget(operator, request));
  }

  private SignedDocument draft() throws Exception {
    return draft(request());
  }

  private SignedDocument draft(ForgetKeyVersionRequest.Builder request) throws Exception {
    ByteString payload = forget("alice", request).getWarrantDraft();
    assertThat(payload).isNotEmpty();
    return SignedDocument.unsigned(payload.toByteArray());
  }

  private static SignedDocument signed(SignedDocument draft, String operator, OperatorKey key) {
    return draft.signedBy(operator, key, DocumentKind.WARRANT);
  }

  private static ForgetKeyVersionRequest.Builder with(SignedDocument signed) {
    return request().setWarrant(WireDocuments.toMessage(signed));
  }

  private ForgottenVersions forgotten() {
    return bench.evidence.forgotten(AdminBench.SERVICE);
  }

  /** The agent of kms2 demands two operators, whatever the service file says. */
  private void twoAreNeeded() {
    bench.fleet.report(
        AdminBench.SERVICE,
        HostReport.newBuilder().setHost("kms2").setApprovalsDemanded(2).build());
  }

  @Test
  void draft_namesTheVersionAndWhy_andIsAudited() throws Exception {
    Warrant warrant = Warrant.parse(draft().payload());

    assertThat(warrant.group()).isEqualTo("prod");
    assertThat(warrant.service()).isEqualTo(AdminBench.SERVICE);
    assertThat(warrant.acts())
        .containsExactly(
            Act.of(Verb.KEY_FORGET, "key-forget", Act.EVERY_HOST, Map.of("version", LOST)));
    assertThat(warrant.expiresAt()).isEqualTo(bench.clock.instant().plus(Duration.ofDays(7)));
    assertThat(forgotten().entries()).isEmpty();
    assertThat(bench.audited()).singleElement().asString().contains("key-forget-draft", REASON);
  }

  @Test
  void draft_askedForAgain_isTheSameBytes_tillItExpires() throws Exception {
    SignedDocument first = draft();
    bench.clock.advance(Duration.ofDays(6));
    assertThat(draft()).isEqualTo(first);

    bench.clock.advance(Duration.ofDays(1));
    assertThat(draft()).isNotEqualTo(first);
  }

  @Test
  void drafts_ofTwoReasons_areTwo() throws Exception {
    assertThat(draft(request().setReason("one"))).isNotEqualTo(draft(request().setReason("two")));
  }

  @Test
  void draft_whatNobodyWouldLose_orNobodyKnows_isRefused() {
    KeyparityException openEverywhere = refused("alice", request().setVersion("orders@0"));
    assertThat(openEverywhere.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(openEverywhere.operatorMessage()).startsWith("orders@0: every host opened it at ");

    KeyparityException unknown = refused("alice", request().setVersion("payrol@0"));
    assertThat(unknown.operatorMessage()).startsWith("payrol@0: no host listed it at ");

    assertThat(refused("alice", request().setVersion("payroll")).code()).isEqualTo(ErrorCode.USAGE);
    assertThat(refused("alice", request().setReason(" ")).operatorMessage())
        .startsWith("reason: 0 letters (expected: why it may be lost");
    assertThat(bench.audited()).isEmpty();
  }

  @Test
  void draft_withoutASurvey_saysToTakeOne() {
    bench.records.removeService(bench.token, AdminBench.SERVICE);

    KeyparityException refused = refused("alice", request());

    assertThat(refused.operatorMessage())
        .isEqualTo(
            "payroll@0: nobody has asked yet who opens what (expected: a survey of kms-prod)");
    assertThat(refused.whatToDo()).isEqualTo("keyparity survey kms-prod");
  }

  @Test
  void signed_byTheOneWhoIsNeeded_isRecordedAndTold_andTheDraftIsGone() throws Exception {
    SignedDocument draft = draft();

    assertThat(forget("alice", with(signed(draft, "alice", ALICE))).getRecorded()).isTrue();

    assertThat(forgotten().entries())
        .containsExactly(
            new ForgottenVersions.Entry(
                KeyVersion.parse(LOST),
                REASON,
                "alice",
                bench.clock.instant(),
                Warrant.parse(draft.payload()).id()));
    assertThat(bench.evidence.events(AdminBench.SERVICE).events())
        .containsExactly(
            new EventLog.Event(
                bench.clock.instant(), EventLog.Severity.WARNING, "alice gave up payroll@0"));
    assertThat(bench.records.items(RecordKey.Kind.DRAFT, AdminBench.SERVICE)).isEmpty();
    assertThat(bench.audited()).hasSize(2);
    assertThat(bench.audited().get(1)).contains("\"signed\":", "\"operator\":\"alice\"");
  }

  /** The answer was lost on the way. */
  @Test
  void signed_sentAgain_isRecordedOnce() throws Exception {
    ForgetKeyVersionRequest.Builder request = with(signed(draft(), "alice", ALICE));
    forget("alice", request);
    int writes = bench.records.writes();

    assertThat(forget("alice", request).getRecorded()).isTrue();

    assertThat(bench.records.writes()).isEqualTo(writes);
    assertThat(refused("alice", request()).operatorMessage())
        .startsWith("payroll@0: given up already, at ");
  }

  @Test
  void signed_recordedButNotTold_isRecordedAllTheSame() throws Exception {
    ForgetKeyVersionRequest.Builder request = with(signed(draft(), "alice", ALICE));
    bench.records.plan(WriteFault.REPLY_LOST);

    assertThat(refused("alice", request).code()).isEqualTo(ErrorCode.ZOOKEEPER_UNAVAILABLE);

    assertThat(forget("alice", request).getRecorded()).isTrue();
    assertThat(forgotten().entries()).hasSize(1);
  }

  @Test
  void twoNeeded_theSecondOperatorCompletesIt() throws Exception {
    twoAreNeeded();
    SignedDocument draft = draft();

    ForgetKeyVersionReply first = forget("alice", with(signed(draft, "alice", ALICE)));
    assertThat(first.getRecorded()).isFalse();
    assertThat(first.getWarrantDraft().toByteArray()).isEqualTo(draft.payload());

    assertThat(forget("bob", with(signed(draft, "bob", BOB))).getRecorded()).isTrue();
    assertThat(forgotten().entries().get(0).by()).isEqualTo("alice, bob");
  }

  /** One person is one person, with two names or with two keys. */
  @Test
  void twoNeeded_oneOperatorTwice_orOneKeyUnderTwoNames_isNotEnough() throws Exception {
    twoAreNeeded();
    SignedDocument draft = draft();
    forget("alice", with(signed(draft, "alice", ALICE)));

    assertThat(forget("alice", with(signed(draft, "alice", BOB))).getRecorded()).isFalse();
    assertThat(forget("bob", with(signed(draft, "bob", BOB))).getRecorded()).isFalse();
    assertThat(forgotten().entries()).isEmpty();
  }

  /** What somebody else is said to have signed is only their word once they send it. */
  @Test
  void twoNeeded_onesOwnSignatureAloneCounts() throws Exception {
    twoAreNeeded();
    SignedDocument both = signed(signed(draft(), "alice", ALICE), "bob", BOB);

    assertThat(forget("bob", with(both)).getRecorded()).isFalse();
    assertThat(forgotten().entries()).isEmpty();
  }

  @Test
  void signed_bySomebodyElseThanTheCaller_isRefused() throws Exception {
    KeyparityException refused = refused("bob", with(signed(draft(), "alice", ALICE)));

    assertThat(refused.code()).isEqualTo(ErrorCode.WARRANT_INVALID);
    assertThat(refused.operatorMessage())
        .isEqualTo("warrant: signed by [alice] (expected: by bob, who sends it)");
  }

  @Test
  void signed_otherBytesThanTheDraft_isRefused() throws Exception {
    Warrant draft = Warrant.parse(draft().payload());
    SignedDocument wider =
        SignedDocument.unsigned(
            new Warrant(
                    draft.id(),
                    draft.group(),
                    draft.service(),
                    null,
                    null,
                    draft.statementGeneration(),
                    draft.issuedAt(),
                    draft.expiresAt().plus(Duration.ofDays(300)),
                    draft.acts(),
                    draft.reason(),
                    null)
                .canonicalBytes());

    assertThat(refused("alice", with(signed(wider, "alice", ALICE))).code())
        .isEqualTo(ErrorCode.WARRANT_MISMATCH);
    assertThat(forgotten().entries()).isEmpty();
  }

  /** A signature for one reason does not serve for another. */
  @Test
  void signed_sentWithAnotherReason_isRefused() throws Exception {
    SignedDocument signed = signed(draft(), "alice", ALICE);

    KeyparityException refused = refused("alice", with(signed).setReason("because I can"));

    assertThat(refused.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH);
    assertThat(refused.operatorMessage())
        .startsWith("warrant to forget payroll@0: there is no such draft");
  }

  @Test
  void signed_tooLate_isRefused_andANewDraftIsMade() throws Exception {
    SignedDocument signed = signed(draft(), "alice", ALICE);
    bench.clock.advance(Duration.ofDays(7));

    assertThat(refused("alice", with(signed)).code()).isEqualTo(ErrorCode.WARRANT_EXPIRED);

    assertThat(forget("alice", with(signed(draft(), "alice", ALICE))).getRecorded()).isTrue();
  }

  /** Nobody collects drafts that expired but whoever makes the next one. */
  @Test
  void draft_expiredOnesOfOtherVersions_areRemoved() throws Exception {
    draft(request().setReason("one"));
    bench.clock.advance(Duration.ofDays(8));

    draft(request().setReason("two"));

    assertThat(bench.records.items(RecordKey.Kind.DRAFT, AdminBench.SERVICE)).hasSize(1);
  }

  /** Without the audit log nothing is given up. */
  @Test
  void signed_auditLogClosed_nothingIsRecorded() throws Exception {
    ForgetKeyVersionRequest.Builder request = with(signed(draft(), "alice", ALICE));
    bench.audit.close();

    assertThat(refused("alice", request).code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
    assertThat(forgotten().entries()).isEmpty();
  }
}
