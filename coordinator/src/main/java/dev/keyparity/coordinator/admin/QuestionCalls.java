package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.MatrixEvidence;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.coordinator.v1.HostOpens;
import dev.keyparity.proto.coordinator.v1.Pair;
import dev.keyparity.proto.coordinator.v1.SurveyReply;
import dev.keyparity.proto.coordinator.v1.SurveyRequest;
import dev.keyparity.proto.coordinator.v1.ValidateReply;
import dev.keyparity.proto.coordinator.v1.ValidateRequest;
import dev.keyparity.proto.coordinator.v1.VersionAtRisk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The questions that are put to the KMS hosts themselves. Read-only at the KMS: no key is created,
 * rolled or deleted for an answer. The answers go on record; what a run proved of the decrypt
 * matrix stays there beside them.
 */
final class QuestionCalls {
  private final Chair chair;
  private final KmsQuestions questions;
  private final Evidence evidence;
  private final ApprovedStatements statements;
  private final Fleet fleet;
  private final OperatorAudit audit;

  QuestionCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.questions = desk.questions();
    this.evidence = desk.evidence();
    this.statements = desk.statements();
    this.fleet = desk.fleet();
    this.audit = desk.audit();
  }

  /** What questions are asked with, and where the answers are kept. */
  record Desk(
      KmsQuestions questions,
      Evidence evidence,
      ApprovedStatements statements,
      Fleet fleet,
      OperatorAudit audit) {}

  /**
   * @throws KeyparityException KMS_UNREACHABLE if there is no host to ask
   */
  SurveyReply survey(SurveyRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    ServiceView view = fleet.snapshot().hostsOf(spec.service());
    List<String> asked = HostFacts.worthAsking(view, spec.hostNames());
    if (asked.isEmpty()) {
      throw new KeyparityException(
          ErrorCode.KMS_UNREACHABLE,
          "survey of %s: no host holds a key or runs a KMS".formatted(spec.service()),
          "keyparity status " + spec.service());
    }
    audit.wanted("survey", Map.of("service", spec.service()));
    SurveyResult survey = questions.survey(spec, asked);
    evidence.recordSurvey(token, spec.service(), survey);
    return reply(spec, view, survey, evidence.forgotten(spec.service()).versions());
  }

  private static SurveyReply reply(
      ServiceSpec spec, ServiceView view, SurveyResult survey, Set<KeyVersion> givenUp) {
    Set<KeyVersion> versions = survey.versions();
    SurveyReply.Builder reply =
        SurveyReply.newBuilder()
            .setAtMs(survey.at().toEpochMilli())
            .setVersions(versions.size())
            .setOpenedByAll(survey.openedByAll(givenUp));
    for (String host : spec.hostNames()) {
      reply.addHosts(opens(host, view, survey, givenUp));
    }
    versions.stream()
        .filter(givenUp::contains)
        .map(KeyVersion::toString)
        .forEach(reply::addGivenUp);
    survey
        .atRisk(givenUp)
        .forEach(
            (version, reason) ->
                reply.addAtRisk(
                    VersionAtRisk.newBuilder().setVersion(version.toString()).setReason(reason)));
    return reply.build();
  }

  private static HostOpens opens(
      String host, ServiceView view, SurveyResult survey, Set<KeyVersion> givenUp) {
    HostOpens.Builder opens =
        HostOpens.newBuilder()
            .setHost(host)
            .setFingerprint(HostFacts.fresh(view, host).map(HostFacts::primary).orElse(""));
    Optional<HostSurvey> answered =
        survey.hosts().stream().filter(one -> one.host().equals(host)).findFirst();
    if (answered.isEmpty()) {
      return opens.setError("not asked: it holds no key and runs no KMS").build();
    }
    survey.onlyOn(host).stream()
        .filter(version -> !givenUp.contains(version))
        .map(KeyVersion::toString)
        .forEach(opens::addOnlyHere);
    return opens
        .setOpens((int) answered.get().opened())
        .setOf(survey.versions().size())
        .setError(answered.get().error())
        .build();
  }

  ValidateReply validate(ValidateRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    audit.wanted("validate", Map.of("service", spec.service()));
    // Nothing is fresh: a version that no host has met yet would have to be rolled first.
    MatrixResult matrix = questions.matrix(spec, Optional.empty());
    evidence.recordLook(
        token,
        spec.service(),
        new MatrixEvidence.Taken(statements.generation(spec.service()), matrix));
    ValidateReply.Builder reply = ValidateReply.newBuilder().setAtMs(matrix.at().toEpochMilli());
    for (MatrixResult.Pair pair : matrix.pairs()) {
      reply.addPairs(
          Pair.newBuilder()
              .setEncryptedOn(pair.encryptedOn())
              .setDecryptedOn(pair.decryptedOn())
              .setOk(pair.ok())
              .setError(pair.error())
              .setMemoryOnly(pair.memoryOnly()));
    }
    return reply.build();
  }
}
