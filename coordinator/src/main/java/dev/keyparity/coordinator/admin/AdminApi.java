package dev.keyparity.coordinator.admin;

import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementReply;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementRequest;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import dev.keyparity.proto.coordinator.v1.ApprovePlanRequest;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyReply;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.CloseChangeReply;
import dev.keyparity.proto.coordinator.v1.CloseChangeRequest;
import dev.keyparity.proto.coordinator.v1.CreateBackupRequest;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.proto.coordinator.v1.ExamineRequest;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionReply;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionRequest;
import dev.keyparity.proto.coordinator.v1.GetPlanRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ListBackupsRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysReply;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysRequest;
import dev.keyparity.proto.coordinator.v1.ListRunsReply;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.ListServicesRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.OpenChangeReply;
import dev.keyparity.proto.coordinator.v1.OpenChangeRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.coordinator.v1.ProveRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsReply;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsRequest;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceReply;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceRequest;
import dev.keyparity.proto.coordinator.v1.ResignRequest;
import dev.keyparity.proto.coordinator.v1.RetireServiceReply;
import dev.keyparity.proto.coordinator.v1.RetireServiceRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ShowLeaderRequest;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.proto.coordinator.v1.SurveyReply;
import dev.keyparity.proto.coordinator.v1.SurveyRequest;
import dev.keyparity.proto.coordinator.v1.ValidateReply;
import dev.keyparity.proto.coordinator.v1.ValidateRequest;
import dev.keyparity.proto.coordinator.v1.VerifyBackupRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** The Admin service of {@code keyparity.coordinator.v1}: each call to whoever answers it. */
final class AdminApi extends AdminGrpc.AdminImplBase {
  private final Answers answers;
  private final Calls calls;

  /** Who answers what. */
  record Calls(
      ServiceCalls services,
      StatusCalls status,
      PlanCalls plans,
      RunCalls runs,
      QuestionCalls questions,
      ExaminationCalls examinations,
      BackupCalls backups,
      RecoveryKeyCalls recoveryKeys,
      ForgetCalls forget,
      EnforcementCalls enforcement,
      AllowanceCalls allowances,
      ChangeCalls changes,
      LeaderCalls leader,
      AuditCalls audit,
      EvidenceCalls evidence) {}

  AdminApi(Answers answers, Calls calls) {
    this.answers = answers;
    this.calls = calls;
  }

  @Override
  public void applyService(ApplyServiceRequest request, StreamObserver<ApplyServiceReply> out) {
    answers.one(out, () -> calls.services().apply(request));
  }

  @Override
  public void listServices(ListServicesRequest request, StreamObserver<ListServicesReply> out) {
    answers.one(out, () -> calls.services().list());
  }

  @Override
  public void retireService(RetireServiceRequest request, StreamObserver<RetireServiceReply> out) {
    answers.one(out, () -> calls.services().retire(request));
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<StatusReply> out) {
    answers.one(out, () -> calls.status().get(request));
  }

  @Override
  public void watchStatus(GetStatusRequest request, StreamObserver<StatusReply> out) {
    opening(out, observer -> calls.status().watch(request, observer));
  }

  @Override
  public void makePlan(MakePlanRequest request, StreamObserver<Plan> out) {
    answers.one(out, () -> calls.plans().make(request));
  }

  @Override
  public void getPlan(GetPlanRequest request, StreamObserver<Plan> out) {
    answers.one(out, () -> calls.plans().get(request));
  }

  @Override
  public void approvePlan(ApprovePlanRequest request, StreamObserver<Plan> out) {
    answers.one(out, () -> calls.plans().approve(request));
  }

  @Override
  public void startRun(StartRunRequest request, StreamObserver<Run> out) {
    answers.one(out, () -> calls.runs().start(request));
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsReply> out) {
    answers.one(out, () -> calls.runs().list(request));
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<Run> out) {
    answers.one(out, () -> calls.runs().get(request));
  }

  @Override
  public void followRun(GetRunRequest request, StreamObserver<Run> out) {
    opening(out, observer -> calls.status().follow(request, observer));
  }

  @Override
  public void pauseRun(ChangeRunRequest request, StreamObserver<Run> out) {
    answers.one(out, () -> calls.runs().pause(request));
  }

  @Override
  public void resumeRun(ChangeRunRequest request, StreamObserver<Run> out) {
    answers.one(out, () -> calls.runs().resume(request));
  }

  @Override
  public void abortRun(ChangeRunRequest request, StreamObserver<Run> out) {
    answers.one(out, () -> calls.runs().abort(request));
  }

  @Override
  public void survey(SurveyRequest request, StreamObserver<SurveyReply> out) {
    answers.one(out, () -> calls.questions().survey(request));
  }

  @Override
  public void validate(ValidateRequest request, StreamObserver<ValidateReply> out) {
    answers.one(out, () -> calls.questions().validate(request));
  }

  @Override
  public void examine(ExamineRequest request, StreamObserver<ExamineReply> out) {
    answers.one(out, () -> calls.examinations().examine(request));
  }

  @Override
  public void createBackup(CreateBackupRequest request, StreamObserver<BackupsReply> out) {
    answers.one(out, () -> calls.backups().create(request));
  }

  @Override
  public void listBackups(ListBackupsRequest request, StreamObserver<BackupsReply> out) {
    answers.one(out, () -> calls.backups().list(request));
  }

  @Override
  public void verifyBackup(VerifyBackupRequest request, StreamObserver<BackupsReply> out) {
    answers.one(out, () -> calls.backups().verify(request));
  }

  @Override
  public void listRecoveryKeys(
      ListRecoveryKeysRequest request, StreamObserver<ListRecoveryKeysReply> out) {
    answers.one(out, () -> calls.recoveryKeys().list(request));
  }

  @Override
  public void challengeRecoveryKey(
      ChallengeRecoveryKeyRequest request, StreamObserver<ChallengeRecoveryKeyReply> out) {
    answers.one(out, () -> calls.recoveryKeys().challenge(request));
  }

  @Override
  public void proveRecoveryKey(
      ProveRecoveryKeyRequest request, StreamObserver<ListRecoveryKeysReply> out) {
    answers.one(out, () -> calls.recoveryKeys().prove(request));
  }

  @Override
  public void forgetKeyVersion(
      ForgetKeyVersionRequest request, StreamObserver<ForgetKeyVersionReply> out) {
    answers.one(out, () -> calls.forget().forget(request));
  }

  @Override
  public void pauseEnforcement(EnforcementRequest request, StreamObserver<EnforcementReply> out) {
    answers.one(out, () -> calls.enforcement().pause(request));
  }

  @Override
  public void resumeEnforcement(EnforcementRequest request, StreamObserver<EnforcementReply> out) {
    answers.one(out, () -> calls.enforcement().resume(request));
  }

  @Override
  public void allowEnforcement(
      AllowEnforcementRequest request, StreamObserver<AllowEnforcementReply> out) {
    answers.one(out, () -> calls.allowances().allow(request));
  }

  @Override
  public void forbidEnforcement(EnforcementRequest request, StreamObserver<EnforcementReply> out) {
    answers.one(out, () -> calls.allowances().forbid(request));
  }

  @Override
  public void openChange(OpenChangeRequest request, StreamObserver<OpenChangeReply> out) {
    answers.one(out, () -> calls.changes().open(request));
  }

  @Override
  public void closeChange(CloseChangeRequest request, StreamObserver<CloseChangeReply> out) {
    answers.one(out, () -> calls.changes().close(request));
  }

  @Override
  public void showLeader(ShowLeaderRequest request, StreamObserver<LeaderReply> out) {
    answers.one(out, () -> calls.leader().show());
  }

  @Override
  public void resign(ResignRequest request, StreamObserver<LeaderReply> out) {
    answers.one(out, () -> calls.leader().resign(request));
  }

  @Override
  public void readAnchors(ReadAnchorsRequest request, StreamObserver<ReadAnchorsReply> out) {
    answers.one(out, () -> calls.audit().anchors(request));
  }

  @Override
  public void readEvidence(ReadEvidenceRequest request, StreamObserver<ReadEvidenceReply> out) {
    answers.one(out, () -> calls.evidence().read(request));
  }

  @Override
  public void readAudit(ReadAuditRequest request, StreamObserver<AuditLine> out) {
    answers.several(out, observer -> calls.audit().read(request, observer));
  }

  /** A stream that somebody else writes from then on, unless it cannot be opened. */
  private <T> void opening(StreamObserver<T> out, Consumer<ServerCallStreamObserver<T>> opener) {
    try {
      opener.accept((ServerCallStreamObserver<T>) out);
    } catch (RuntimeException e) {
      out.onError(answers.status(e));
    }
  }
}
