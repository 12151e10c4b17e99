package dev.keyparity.coordinator.fleet;

import com.google.protobuf.Message;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyReply;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AskPermitReply;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.ExportReply;
import dev.keyparity.proto.agent.v1.ExportRequest;
import dev.keyparity.proto.agent.v1.FenceReply;
import dev.keyparity.proto.agent.v1.FenceRequest;
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
import dev.keyparity.proto.agent.v1.PutStatementReply;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.ReadSettingsReply;
import dev.keyparity.proto.agent.v1.ReadSettingsRequest;
import dev.keyparity.proto.agent.v1.Reply;
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
import io.grpc.MethodDescriptor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One unary call of the agent's wire, with where its envelope and its reply header stand.
 * Immutable; the constants are all there are.
 *
 * @param <Q> the request
 * @param <R> the reply
 */
public final class AgentRpc<Q extends Message, R extends Message> {
  public static final AgentRpc<ReportRequest, ReportReply> REPORT =
      new AgentRpc<>(
          AgentGrpc.getReportMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          ReportReply::getReply);

  public static final AgentRpc<ReadSettingsRequest, ReadSettingsReply> READ_SETTINGS =
      new AgentRpc<>(
          AgentGrpc.getReadSettingsMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          ReadSettingsReply::getReply);

  public static final AgentRpc<ListBackupsRequest, ListBackupsReply> LIST_BACKUPS =
      new AgentRpc<>(
          AgentGrpc.getListBackupsMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          ListBackupsReply::getReply);

  public static final AgentRpc<FenceRequest, FenceReply> FENCE =
      new AgentRpc<>(
          AgentGrpc.getFenceMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          FenceReply::getReply);

  public static final AgentRpc<AskPermitRequest, AskPermitReply> ASK_PERMIT =
      new AgentRpc<>(
          AgentGrpc.getAskPermitMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          AskPermitReply::getReply);

  public static final AgentRpc<GivePermitRequest, GivePermitReply> GIVE_PERMIT =
      new AgentRpc<>(
          AgentGrpc.getGivePermitMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          GivePermitReply::getReply);

  public static final AgentRpc<BackupRequest, BackupReply> BACKUP =
      new AgentRpc<>(
          AgentGrpc.getBackupMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          BackupReply::getReply);

  public static final AgentRpc<VerifyBackupRequest, BackupReply> VERIFY_BACKUP =
      new AgentRpc<>(
          AgentGrpc.getVerifyBackupMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          BackupReply::getReply);

  public static final AgentRpc<AcknowledgeCopyRequest, AcknowledgeCopyReply> ACKNOWLEDGE_COPY =
      new AgentRpc<>(
          AgentGrpc.getAcknowledgeCopyMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          AcknowledgeCopyReply::getReply);

  public static final AgentRpc<OfferSealingKeyRequest, OfferSealingKeyReply> OFFER_SEALING_KEY =
      new AgentRpc<>(
          AgentGrpc.getOfferSealingKeyMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          OfferSealingKeyReply::getReply);

  public static final AgentRpc<SealRequest, SealReply> SEAL =
      new AgentRpc<>(
          AgentGrpc.getSealMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          SealReply::getReply);

  public static final AgentRpc<InstallRequest, InstallReply> INSTALL =
      new AgentRpc<>(
          AgentGrpc.getInstallMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          InstallReply::getReply);

  public static final AgentRpc<RestoreRequest, RestoreReply> RESTORE =
      new AgentRpc<>(
          AgentGrpc.getRestoreMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          RestoreReply::getReply);

  public static final AgentRpc<PutStatementRequest, PutStatementReply> PUT_STATEMENT =
      new AgentRpc<>(
          AgentGrpc.getPutStatementMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          PutStatementReply::getReply);

  public static final AgentRpc<RevokeRequest, RevokeReply> REVOKE =
      new AgentRpc<>(
          AgentGrpc.getRevokeMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          RevokeReply::getReply);

  public static final AgentRpc<ControlRequest, ControlReply> CONTROL =
      new AgentRpc<>(
          AgentGrpc.getControlMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          ControlReply::getReply);

  public static final AgentRpc<WriteSettingRequest, WriteSettingReply> WRITE_SETTING =
      new AgentRpc<>(
          AgentGrpc.getWriteSettingMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          WriteSettingReply::getReply);

  public static final AgentRpc<RunDependantRequest, RunDependantReply> RUN_DEPENDANT =
      new AgentRpc<>(
          AgentGrpc.getRunDependantMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          RunDependantReply::getReply);

  public static final AgentRpc<AnchorAuditRequest, AnchorAuditReply> ANCHOR_AUDIT =
      new AgentRpc<>(
          AgentGrpc.getAnchorAuditMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          AnchorAuditReply::getReply);

  public static final AgentRpc<ExportRequest, ExportReply> EXPORT =
      new AgentRpc<>(
          AgentGrpc.getExportMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          ExportReply::getReply);

  public static final AgentRpc<ImportRequest, ImportReply> IMPORT =
      new AgentRpc<>(
          AgentGrpc.getImportMethod(),
          (request, envelope) -> request.toBuilder().setEnvelope(envelope).build(),
          ImportReply::getReply);

  private final MethodDescriptor<Q, R> method;
  private final BiFunction<Q, Envelope, Q> withEnvelope;
  private final Function<R, Reply> reply;

  private AgentRpc(
      MethodDescriptor<Q, R> method,
      BiFunction<Q, Envelope, Q> withEnvelope,
      Function<R, Reply> reply) {
    this.method = method;
    this.withEnvelope = withEnvelope;
    this.reply = reply;
  }

  /** The name as the wire has it, such as {@code Install}. */
  public String name() {
    String bare = method.getBareMethodName();
    return bare == null ? method.getFullMethodName() : bare;
  }

  /** Where the header of a reply stands. */
  public Reply headerOf(R answer) {
    return reply.apply(answer);
  }

  MethodDescriptor<Q, R> method() {
    return method;
  }

  Q withEnvelope(Q request, Envelope envelope) {
    return withEnvelope.apply(request, envelope);
  }

  @Override
  public String toString() {
    return name();
  }
}
