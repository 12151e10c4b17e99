package dev.keyparity.coordinator.admin;

import static dev.keyparity.coordinator.admin.AdminBench.SERVICE;
import static dev.keyparity.coordinator.admin.AdminBench.asAlice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.duty.SignedAborts;
import dev.keyparity.coordinator.enablement.EnablementBench;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.evidence.VerdictRecords;
import dev.keyparity.coordinator.evidence.VerdictSpan;
import dev.keyparity.coordinator.parity.Reported;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.proto.coordinator.v1.HostVerdicts;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceReply;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCallsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path directory;
  private final TreeMap<String, List<VerdictSpan>> notOnRecord = new TreeMap<>();
  private RunBench bench;
  private EvidenceCalls calls;

  @BeforeEach
  void wire() {
    bench = new RunBench(directory);
    calls =
        new EvidenceCalls(
            bench.operators.chair,
            new EvidenceCalls.Desk(
                "prod",
                "coord1",
                new VerdictRecords(bench.service.records()),
                service -> notOnRecord,
                new ApprovedStatements(bench.service.records()),
                bench.leader.plans(),
                bench.desk,
                new Evidence(bench.service.records())::changes,
                bench.service.clock()));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ReadEvidenceReply read(Instant since) throws Exception {
    return asAlice(
        () ->
            calls.read(
                ReadEvidenceRequest.newBuilder()
                    .setService(SERVICE)
                    .setSinceMs(since.toEpochMilli())
                    .build()));
  }

  private List<SignedDocument> approvals() throws Exception {
    return read(Instant.EPOCH).getApprovalsList().stream().map(WireDocuments::fromMessage).toList();
  }

  private static VerdictSpan span(Verdict verdict, long from, long until) {
    return new VerdictSpan(
        verdict, "c3".repeat(32), "", NOON.plusSeconds(from), NOON.plusSeconds(until));
  }

  @Test
  void verdicts_byHost_fromTheMomentAskedForOn() throws Exception {
    VerdictRecords records = new VerdictRecords(bench.service.records());
    records.add(
        bench.service.leading().orElseThrow(),
        SERVICE,
        "kms2",
        List.of(span(Verdict.IN_PARITY, 0, 60), span(Verdict.ABSENT, 61, 70)));

    ReadEvidenceReply all = read(NOON.plusSeconds(60));
    ReadEvidenceReply later = read(NOON.plusSeconds(61));

    assertThat(all.getVerdictsList()).extracting(HostVerdicts::getHost).containsExactly("kms2");
    assertThat(all.getVerdicts(0).getSpansList())
        .extracting(it -> it.getVerdict() + " " + (it.getUntilMs() - it.getFromMs()))
        .containsExactly("IN_PARITY 60000", "ABSENT 9000");
    assertThat(later.getVerdicts(0).getSpansList()).hasSize(1);
    assertThat(all.getCoordinator()).isEqualTo("coord1");
    assertThat(all.getGroup()).isEqualTo("prod");
    assertThat(all.getAtMs()).isEqualTo(bench.service.clock().millis());
  }

  /** What goes on is a minute old on record: the leader knows better. */
  @Test
  void verdicts_reachUpToNow() throws Exception {
    new VerdictRecords(bench.service.records())
        .add(
            bench.service.leading().orElseThrow(),
            SERVICE,
            "kms2",
            List.of(span(Verdict.IN_PARITY, 0, 60)));
    notOnRecord.put("kms2", List.of(span(Verdict.IN_PARITY, 0, 90)));
    notOnRecord.put("kms3", List.of(span(Verdict.IN_PARITY, 80, 90)));

    ReadEvidenceReply reply = read(Instant.EPOCH);

    assertThat(reply.getVerdictsList())
        .extracting(it -> it.getHost() + " " + it.getSpansCount())
        .containsExactly("kms2 1", "kms3 1");
    assertThat(reply.getVerdicts(0).getSpans(0).getUntilMs())
        .isEqualTo(NOON.plusSeconds(90).toEpochMilli());
  }

  @Test
  void nothingOnRecord_isAnEmptyAnswer() throws Exception {
    assertThat(read(Instant.EPOCH).getVerdictsList()).isEmpty();
    assertThat(approvals()).isEmpty();
  }

  @Test
  void approvals_haveTheWarrantsOfSanctionedChanges_alsoOfThoseThatAreOver() throws Exception {
    SignedDocument signed =
        SignedDocument.unsigned("{\"a\":\"warrant\"}".getBytes(StandardCharsets.UTF_8))
            .signedBy("alice", OperatorKey.generate(), DocumentKind.WARRANT);
    new Evidence(bench.service.records())
        .sanction(
            bench.service.leading().orElseThrow(),
            SERVICE,
            before ->
                before.with(
                    new SanctionedChanges.Entry(
                        "keytrustee.conf", "ab".repeat(32), NOON, NOON, "alice", "CHG-1", signed)));

    assertThat(approvals()).containsExactly(signed);
  }

  @Test
  void approvals_areTheSignedDocumentsThemselves_eachOnce_andNoDraft() throws Exception {
    bench.planned(EnablementBench.request(PlanKind.ENABLE));
    assertThat(approvals()).as("a plan that nobody signed").isEmpty();

    PlanRecord plan = bench.enable();
    SignedDocument statement =
        SignedDocument.unsigned(Reported.statement(1, Reported.KEY).canonicalBytes())
            .signedBy("alice", OperatorKey.generate(), DocumentKind.STATEMENT);
    new ApprovedStatements(bench.service.records())
        .record(bench.service.leading().orElseThrow(), SERVICE, statement);

    assertThat(approvals()).containsExactlyInAnyOrder(statement, plan.warrant().orElseThrow());
  }

  @Test
  void approvals_haveTheRevocationOfAnAbortedRun() throws Exception {
    PlanRecord plan = bench.enable();
    String run = bench.desk.start(SERVICE, plan.plan().id(), "alice").run().value();
    SignedDocument revocation =
        SignedAborts.signed(
            SignedAborts.of(SERVICE, run, "a test", bench.service.clock().instant()), "alice");
    bench.desk.abort(bench.desk.reviewAbort(SERVICE, run, "alice", "a test", revocation));

    assertThat(approvals()).contains(revocation);
  }

  @Test
  void serviceThatIsNotDeclared_isRefused() {
    assertThat(
            AdminBench.refusal(
                    () ->
                        asAlice(
                            () ->
                                calls.read(
                                    ReadEvidenceRequest.newBuilder().setService("other").build())))
                .code())
        .isEqualTo(ErrorCode.NO_SUCH_SERVICE);
  }
}
