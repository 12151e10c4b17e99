package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.evidence.MatrixEvidence;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.Opens;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.coordinator.v1.HostOpens;
import dev.keyparity.proto.coordinator.v1.Pair;
import dev.keyparity.proto.coordinator.v1.SurveyReply;
import dev.keyparity.proto.coordinator.v1.SurveyRequest;
import dev.keyparity.proto.coordinator.v1.ValidateReply;
import dev.keyparity.proto.coordinator.v1.ValidateRequest;
import dev.keyparity.proto.coordinator.v1.VersionAtRisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionCallsTest {
  private static final KeyVersion ORDERS = KeyVersion.parse("orders@0");
  private static final KeyVersion PAYROLL = KeyVersion.parse("payroll@0");
  private static final String FINGERPRINT = "0281AA00112233445566778899AABBCCDDEE497B";

  @TempDir Path directory;
  private AdminBench bench;
  private QuestionCalls calls;
  private final ScriptedKms kms = new ScriptedKms();

  /** What the KMS hosts say, as a test sets it. */
  private final class ScriptedKms implements KmsQuestions {
    final List<HostSurvey> survey = new ArrayList<>();
    final List<MatrixResult.Pair> pairs = new ArrayList<>();
    List<String> asked = List.of();
    Optional<KeyVersion> fresh = Optional.of(ORDERS);

    @Override
    public SurveyResult survey(ServiceSpec spec, List<String> hosts) {
      asked = hosts;
      return new SurveyResult(bench.clock.instant(), survey);
    }

    @Override
    public MatrixResult matrix(ServiceSpec spec, Optional<KeyVersion> given) {
      fresh = given;
      return new MatrixResult(bench.clock.instant(), pairs);
    }
  }

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    calls =
        new QuestionCalls(
            bench.chair,
            new QuestionCalls.Desk(
                kms,
                bench.evidence,
                new ApprovedStatements(bench.records),
                bench.fleet,
                bench.audit));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void holdsAKey(String host) {
    bench.fleet.report(
        AdminBench.SERVICE,
        HostReport.newBuilder()
            .setHost(host)
            .setKeyDirectory(
                KeyDirectory.newBuilder()
                    .setSoundness(KeyDirectory.Soundness.SOUND)
                    .addKeys(Key.newBuilder().setFingerprint(FINGERPRINT).setPrimary(true)))
            .build());
  }

  private void holdsAndRunsNothing(String host) {
    bench.fleet.report(
        AdminBench.SERVICE,
        HostReport.newBuilder()
            .setHost(host)
            .setKeyDirectory(KeyDirectory.newBuilder().setSoundness(KeyDirectory.Soundness.ABSENT))
            .setKms(KmsProcess.newBuilder().setState(KmsProcess.State.DOWN))
            .build());
  }

  private void opens(String host, String error, KeyVersion... versions) {
    TreeMap<KeyVersion, Opens> answers = new TreeMap<>();
    for (KeyVersion each : List.of(ORDERS, PAYROLL)) {
      answers.put(
          each,
          List.of(versions).contains(each)
              ? Opens.YES
              : new Opens(Opens.Result.CANNOT_OPEN, "cannot unseal it"));
    }
    kms.survey.add(new HostSurvey(host, answers, error));
  }

  private SurveyReply survey() throws Exception {
    return AdminBench.asAlice(
        () -> calls.survey(SurveyRequest.newBuilder().setService(AdminBench.SERVICE).build()));
  }

  private ValidateReply validate() throws Exception {
    return AdminBench.asAlice(
        () -> calls.validate(ValidateRequest.newBuilder().setService(AdminBench.SERVICE).build()));
  }

  private static MatrixResult.Pair pair(boolean ok, boolean memoryOnly) {
    return new MatrixResult.Pair(
        "kms1", "kms2", ORDERS, ok, ok ? "" : "cannot unseal it", memoryOnly);
  }

  private MatrixResult provenByARun() {
    MatrixResult proof = new MatrixResult(bench.clock.instant(), List.of(pair(true, false)));
    bench.evidence.recordMatrix(
        bench.token, AdminBench.SERVICE, new MatrixEvidence.Taken(0, proof));
    bench.clock.advance(Duration.ofHours(1));
    return proof;
  }

  @Test
  void survey_saysPerHostWhatOpens_andIsOnRecord() throws Exception {
    holdsAKey("kms1");
    holdsAKey("kms2");
    holdsAndRunsNothing("kms3");
    opens("kms1", "", ORDERS, PAYROLL);
    opens("kms2", "names: connection reset", ORDERS);

    SurveyReply reply = survey();

    assertThat(kms.asked)
        .as("a host with nothing to say is not asked")
        .containsExactly("kms1", "kms2");
    assertThat(reply.getVersions()).isEqualTo(2);
    assertThat(reply.getHostsList())
        .containsExactly(
            HostOpens.newBuilder()
                .setHost("kms1")
                .setFingerprint(FINGERPRINT)
                .setOpens(2)
                .setOf(2)
                .addOnlyHere("payroll@0")
                .build(),
            HostOpens.newBuilder()
                .setHost("kms2")
                .setFingerprint(FINGERPRINT)
                .setOpens(1)
                .setOf(2)
                .setError("names: connection reset")
                .build(),
            HostOpens.newBuilder()
                .setHost("kms3")
                .setError("not asked: it holds no key and runs no KMS")
                .build());
    assertThat(reply.getAtRiskList())
        .extracting(VersionAtRisk::getVersion)
        .containsExactly("payroll@0");
    assertThat(bench.evidence.survey(AdminBench.SERVICE).orElseThrow().hosts())
        .isEqualTo(kms.survey);
    assertThat(bench.audited()).singleElement().asString().contains("\"event\":\"survey\"");
  }

  @Test
  void survey_versionGivenUp_isNamedAsSuch_andNotAtRisk() throws Exception {
    holdsAKey("kms1");
    opens("kms1", "", ORDERS, PAYROLL);
    opens("kms2", "", ORDERS);
    bench.evidence.forget(
        bench.token,
        AdminBench.SERVICE,
        before ->
            before.with(
                new ForgottenVersions.Entry(
                    PAYROLL, "agreed", "alice", bench.clock.instant(), "w")));

    SurveyReply reply = survey();

    assertThat(reply.getGivenUpList()).containsExactly("payroll@0");
    assertThat(reply.getAtRiskList()).isEmpty();
    assertThat(reply.getHosts(0).getOnlyHereList()).isEmpty();
  }

  @Test
  void survey_nobodyWorthAsking_isRefused_andNothingIsAudited() {
    bench.spec().hostNames().forEach(this::holdsAndRunsNothing);

    KeyparityException refused = AdminBench.refusal(this::survey);

    assertThat(refused.code()).isEqualTo(ErrorCode.KMS_UNREACHABLE);
    assertThat(refused.operatorMessage())
        .isEqualTo("survey of kms-prod: no host holds a key or runs a KMS");
    assertThat(refused.whatToDo()).isEqualTo("keyparity status kms-prod");
    assertThat(bench.audited()).isEmpty();
  }

  /** A host that is silent may hold a key: it is asked, and its KMS says what it can. */
  @Test
  void survey_silentHost_isAsked() throws Exception {
    holdsAndRunsNothing("kms1");
    bench.fleet.silent(AdminBench.SERVICE, "kms2", "connection refused");
    opens("kms2", "", ORDERS);

    survey();

    assertThat(kms.asked).containsExactly("kms2", "kms3");
  }

  @Test
  void validate_showsEachPair_andClaimsNothingFresh() throws Exception {
    kms.pairs.addAll(List.of(pair(true, true), pair(false, false)));

    ValidateReply reply = validate();

    assertThat(kms.fresh).as("no version was rolled for it").isEmpty();
    assertThat(reply.getPairsList())
        .containsExactly(
            Pair.newBuilder()
                .setEncryptedOn("kms1")
                .setDecryptedOn("kms2")
                .setOk(true)
                .setMemoryOnly(true)
                .build(),
            Pair.newBuilder()
                .setEncryptedOn("kms1")
                .setDecryptedOn("kms2")
                .setError("cannot unseal it")
                .build());
    assertThat(bench.evidence.matrix(AdminBench.SERVICE).orElseThrow().pairs())
        .isEqualTo(kms.pairs);
    assertThat(bench.audited()).singleElement().asString().contains("\"event\":\"validate\"");
  }

  @Test
  void validate_fromMemory_leavesWhatARunProved() throws Exception {
    MatrixResult proof = provenByARun();
    kms.pairs.add(pair(true, true));

    validate();

    assertThat(bench.evidence.matrix(AdminBench.SERVICE)).contains(proof);
    assertThat(bench.evidence.matrices(AdminBench.SERVICE).lookOrNull()).isNotNull();
  }

  @Test
  void validate_findsSomethingBroken_countsUntilItIsFoundMended() throws Exception {
    MatrixResult proof = provenByARun();
    kms.pairs.add(pair(false, false));
    validate();
    assertThat(bench.evidence.matrix(AdminBench.SERVICE).orElseThrow().ok()).isZero();

    kms.pairs.set(0, pair(true, true));
    validate();

    assertThat(bench.evidence.matrix(AdminBench.SERVICE)).contains(proof);
  }

  @Test
  void questions_notLeading_askNobody() {
    bench.leadership.lose();

    assertThat(AdminBench.refusal(this::validate).code()).isEqualTo(ErrorCode.NO_LEADER);
    assertThat(kms.fresh).contains(ORDERS);
  }
}
