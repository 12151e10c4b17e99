package dev.keyparity.coordinator.fleet;

import com.google.protobuf.Message;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyReply;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AskPermitReply;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.ExportReply;
import dev.keyparity.proto.agent.v1.ExportRequest;
import dev.keyparity.proto.agent.v1.FenceReply;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.GivePermitReply;
import dev.keyparity.proto.agent.v1.GivePermitRequest;
import dev.keyparity.proto.agent.v1.ImportReply;
import dev.keyparity.proto.agent.v1.ImportRequest;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.ListBackupsReply;
import dev.keyparity.proto.agent.v1.ListBackupsRequest;
import dev.keyparity.proto.agent.v1.OfferSealingKeyReply;
import dev.keyparity.proto.agent.v1.OfferSealingKeyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutStatementReply;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import dev.keyparity.proto.agent.v1.ReadSettingsReply;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.proto.agent.v1.RestoreReply;
import dev.keyparity.proto.agent.v1.RestoreRequest;
import dev.keyparity.proto.agent.v1.RevokeReply;
import dev.keyparity.proto.agent.v1.RevokeRequest;
import dev.keyparity.proto.agent.v1.RunDependantReply;
import dev.keyparity.proto.agent.v1.RunDependantRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.SealRequest;
import dev.keyparity.proto.agent.v1.VerifyBackupRequest;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Calls to agents. Thread-safe; never blocks.
 *
 * <p>The envelope of each request is filled from the {@link AgentCall}: leave it unset. A future
 * ends with the agent's reply, checked to be the answer to this very request, or with a {@code
 * KeyparityException}: the agent's own refusal with the agent's own code, {@code PEER_UNREACHABLE}
 * or {@code DEADLINE_EXCEEDED} (then whether it was done is not known), {@code SIGNATURE_INVALID}
 * or {@code PROTOCOL_UNSUPPORTED} for a reply that does not belong to the request. Nothing is
 * repeated here: repeating is the caller's decision, with the same request id.
 */
public interface AgentCalls {

  <Q extends Message, R extends Message> CompletableFuture<R> invoke(
      AgentRpc<Q, R> rpc, AgentCall call, Q request);

  /** Reads audit records as stored, at most as many as the request says. */
  CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request);

  /**
   * Carries a backup from one agent to another, chunk by chunk; the ciphertext is never whole in
   * this process. Ends with the receiving agent's reply.
   *
   * @param from a read of the host that has the backup, naming it in the request
   * @param to the act of the host that stores the copy
   */
  CompletableFuture<PutCopyReply> relayCopy(AgentCall from, GetCopyRequest request, AgentCall to);

  default CompletableFuture<ReportReply> report(AgentCall call, ReportRequest request) {
    return invoke(AgentRpc.REPORT, call, request);
  }

  default CompletableFuture<ReadSettingsReply> readSettings(
      AgentCall call, ReadSettingsRequest request) {
    return invoke(AgentRpc.READ_SETTINGS, call, request);
  }

  default CompletableFuture<ListBackupsReply> listBackups(
      AgentCall call, ListBackupsRequest request) {
    return invoke(AgentRpc.LIST_BACKUPS, call, request);
  }

  default CompletableFuture<FenceReply> fence(AgentCall call, FenceRequest request) {
    return invoke(AgentRpc.FENCE, call, request);
  }

  default CompletableFuture<AskPermitReply> askPermit(AgentCall call, AskPermitRequest request) {
    return invoke(AgentRpc.ASK_PERMIT, call, request);
  }

  default CompletableFuture<GivePermitReply> givePermit(AgentCall call, GivePermitRequest request) {
    return invoke(AgentRpc.GIVE_PERMIT, call, request);
  }

  default CompletableFuture<BackupReply> backup(AgentCall call, BackupRequest request) {
    return invoke(AgentRpc.BACKUP, call, request);
  }

  default CompletableFuture<BackupReply> verifyBackup(AgentCall call, VerifyBackupRequest request) {
    return invoke(AgentRpc.VERIFY_BACKUP, call, request);
  }

  default CompletableFuture<AcknowledgeCopyReply> acknowledgeCopy(
      AgentCall call, AcknowledgeCopyRequest request) {
    return invoke(AgentRpc.ACKNOWLEDGE_COPY, call, request);
  }

  default CompletableFuture<OfferSealingKeyReply> offerSealingKey(
      AgentCall call, OfferSealingKeyRequest request) {
    return invoke(AgentRpc.OFFER_SEALING_KEY, call, request);
  }

  default CompletableFuture<SealReply> seal(AgentCall call, SealRequest request) {
    return invoke(AgentRpc.SEAL, call, request);
  }

  default CompletableFuture<InstallReply> install(AgentCall call, InstallRequest request) {
    return invoke(AgentRpc.INSTALL, call, request);
  }

  default CompletableFuture<RestoreReply> restore(AgentCall call, RestoreRequest request) {
    return invoke(AgentRpc.RESTORE, call, request);
  }

  default CompletableFuture<PutStatementReply> putStatement(
      AgentCall call, PutStatementRequest request) {
    return invoke(AgentRpc.PUT_STATEMENT, call, request);
  }

  default CompletableFuture<RevokeReply> revoke(AgentCall call, RevokeRequest request) {
    return invoke(AgentRpc.REVOKE, call, request);
  }

  default CompletableFuture<ControlReply> control(AgentCall call, ControlRequest request) {
    return invoke(AgentRpc.CONTROL, call, request);
  }

  default CompletableFuture<WriteSettingReply> writeSetting(
      AgentCall call, WriteSettingRequest request) {
    return invoke(AgentRpc.WRITE_SETTING, call, request);
  }

  default CompletableFuture<RunDependantReply> runDependant(
      AgentCall call, RunDependantRequest request) {
    return invoke(AgentRpc.RUN_DEPENDANT, call, request);
  }

  default CompletableFuture<AnchorAuditReply> anchorAudit(
      AgentCall call, AnchorAuditRequest request) {
    return invoke(AgentRpc.ANCHOR_AUDIT, call, request);
  }

  default CompletableFuture<ExportReply> exportBundle(AgentCall call, ExportRequest request) {
    return invoke(AgentRpc.EXPORT, call, request);
  }

  default CompletableFuture<ImportReply> importBundle(AgentCall call, ImportRequest request) {
    return invoke(AgentRpc.IMPORT, call, request);
  }
}
