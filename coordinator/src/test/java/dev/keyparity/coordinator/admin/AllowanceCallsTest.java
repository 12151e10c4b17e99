package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.StandingWarrant;
import dev.keyparity.coordinator.inventory.ServiceFile;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementReply;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementRequest;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import java.nio.charset.StandardCharsets;
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

class AllowanceCallsTest {
  private static final OperatorKey ALICE = OperatorKey.generate();
  private static final OperatorKey BOB = OperatorKey.generate();
  private static final Ring KEY = Ring.of("kms1");
  private static final String REASON = "on-call policy";
  private static final Duration QUARTER = Duration.ofDays(90);

  @TempDir Path directory;
  private AdminBench bench;
  private AllowanceCalls calls;
  private IdentityStatement approved;

  @BeforeEach
  void repairIsThePolicy() {
    bench = new AdminBench(directory);
    bench.services = List.of(ServiceFile.parse("test", file("repair")));
    calls =
        new AllowanceCalls(
            bench.chair,
            new WarrantDesk(bench.records, bench.fleet, bench.audit, bench.clock, new Random(1)));
    approved =
        new IdentityStatement(
            "prod",
            AdminBench.SERVICE,
            3,
            bench.spec().hostNames(),
            KEY.identity(),
            KEY.fingerprints().stream().sorted().toList(),
            new TreeMap<>(Map.of("secring.gpg", KEY.sha256())),
            KEY.bytes(),
            bench.clock.instant());
    new ApprovedStatements(bench.records)
        .record(
            bench.token,
            AdminBench.SERVICE,
            new SignedDocument(approved.canonicalBytes(), List.of()));
  }

  private static byte[] file(String onDrift) {
    return """
        service: kms-prod
        profile: keytrustee-kms
        mode: standalone
        key_directory: /var/lib/kms-keytrustee/keytrustee/.keytrustee
        config_directory: /etc/hadoop-kms/conf
        policy: {on_drift: %s}
        hosts:
          - {name: kms1, agent: "kms1:7417", kms: "https://kms1:16000/kms"}
          - {name: kms2, agent: "kms2:7417", kms: "https://kms2:16000/kms"}
        """
        .formatted(onDrift)
        .getBytes(StandardCharsets.UTF_8);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static AllowEnforcementRequest.Builder request() {
    return AllowEnforcementRequest.newBuilder()
        .setService(AdminBench.SERVICE)
        .setForMs(QUARTER.toMillis())
        .setReason(REASON);
  }

  private AllowEnforcementReply allow(String operator, AllowEnforcementRequest.Builder request)
      throws Exception {
    return AdminBench.as(operator, () -> calls.allow(request.build()));
  }

  private KeyparityException refused(AllowEnforcementRequest.Builder request) {
    return AdminBench.refusal(() -> allow("alice", request));
  }

  private SignedDocument draft() throws Exception {
    ByteString payload = allow("alice", request()).getWarrantDraft();
    assertThat(payload).isNotEmpty();
    return SignedDocument.unsigned(payload.toByteArray());
  }

  private static AllowEnforcementRequest.Builder with(SignedDocument signed) {
    return request().setWarrant(WireDocuments.toMessage(signed));
  }

  private AllowEnforcementReply signed(SignedDocument draft, String operator, OperatorKey key)
      throws Exception {
    return allow(operator, with(draft.signedBy(operator, key, DocumentKind.WARRANT)));
  }

  private java.util.Optional<StandingWarrant> standing() {
    return bench.evidence.standing(AdminBench.SERVICE);
  }

  @Test
  void draft_namesEachHostAndTheApprovedKey_andBelongsToNoRun() throws Exception {
    Warrant warrant = Warrant.parse(draft().payload());

    assertThat(warrant.isStanding()).isTrue();
    assertThat(warrant.statementGeneration()).isEqualTo(3);
    assertThat(warrant.expiresAt()).isEqualTo(bench.clock.instant().plus(QUARTER));
    assertThat(warrant.acts())
        .containsExactly(
            StandingActs.repair("kms1", approved), StandingActs.repair("kms2", approved));
    assertThat(standing()).isEmpty();
  }

  @Test
  void signed_stands_onRecordAndTold_andIsRecordedOnceWhenSentAgain() throws Exception {
    SignedDocument draft = draft();
    AllowEnforcementReply reply = signed(draft, "alice", ALICE);
    int writes = bench.records.writes();

    assertThat(reply.getRecorded()).isTrue();
    assertThat(reply.getUntilMs()).isEqualTo(bench.clock.instant().plus(QUARTER).toEpochMilli());
    assertThat(signed(draft, "alice", ALICE).getRecorded()).isTrue();
    assertThat(bench.records.writes()).isEqualTo(writes);
    assertThat(standing().orElseThrow().by()).isEqualTo("alice");
    assertThat(bench.evidence.events(AdminBench.SERVICE).events())
        .extracting(EventLog.Event::message)
        .containsExactly(
            "policy repair is allowed until 2027-02-22T14:00:00Z, by alice: on-call policy");
    assertThat(bench.records.items(RecordKey.Kind.DRAFT, AdminBench.SERVICE)).isEmpty();
    assertThat(bench.audited().get(1)).contains("enforcement-allow", "\"operator\":\"alice\"");
  }

  @Test
  void signed_answerLost_isRecordedOnceWhenSentAgain() throws Exception {
    SignedDocument signed = draft().signedBy("alice", ALICE, DocumentKind.WARRANT);
    bench.records.plan(WriteFault.REPLY_LOST);
    assertThat(refused(with(signed)).code()).isEqualTo(ErrorCode.ZOOKEEPER_UNAVAILABLE);

    assertThat(allow("alice", with(signed)).getRecorded()).isTrue();
  }

  @Test
  void twoNeeded_oneIsNotEnough() throws Exception {
    bench.fleet.report(
        AdminBench.SERVICE,
        HostReport.newBuilder().setHost("kms2").setApprovalsDemanded(2).build());
    SignedDocument draft = draft();

    assertThat(signed(draft, "alice", ALICE).getRecorded()).isFalse();
    assertThat(standing()).isEmpty();
    assertThat(signed(draft, "bob", BOB).getRecorded()).isTrue();
    assertThat(standing().orElseThrow().by()).isEqualTo("alice, bob");
  }

  @Test
  void policyThatOnlyAlerts_orTooLong_orNothingApproved_isRefused() {
    assertThat(refused(request().setForMs(Duration.ofDays(367).toMillis())).operatorMessage())
        .contains("1h to 366d");
    assertThat(refused(request().setReason(" ")).code()).isEqualTo(ErrorCode.USAGE);
    bench.services = List.of(ServiceFile.parse("test", file("alert")));
    assertThat(refused(request()).whatToDo()).contains("policy.on_drift");
    bench.services = List.of(ServiceFile.parse("test", file("repair")));
    bench.records.removeService(bench.token, AdminBench.SERVICE);
    assertThat(refused(request()).code()).isEqualTo(ErrorCode.STATEMENT_MISSING);
  }

  @Test
  void forbid_endsIt_andAgainChangesNothing() throws Exception {
    signed(draft(), "alice", ALICE);
    EnforcementRequest forbid =
        EnforcementRequest.newBuilder()
            .setService(AdminBench.SERVICE)
            .setReason("CHG-4712")
            .build();

    assertThat(AdminBench.as("bob", () -> calls.forbid(forbid)).getChanged()).isTrue();
    assertThat(standing()).isEmpty();
    assertThat(bench.evidence.events(AdminBench.SERVICE).events())
        .extracting(EventLog.Event::message)
        .contains("policy repair is forbidden by bob: CHG-4712");
    assertThat(AdminBench.as("bob", () -> calls.forbid(forbid)).getChanged()).isFalse();
  }
}
