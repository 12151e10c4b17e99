package dev.keyparity.agent.rpc;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyReply;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AskPermitReply;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.CopyChunk;
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
import dev.keyparity.proto.agent.v1.PutCopyRequest;
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
import dev.keyparity.proto.agent.v1.WatchRequest;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** The agent's calls by name; each is carried out by the class of its concern. */
public final class AgentService extends AgentGrpc.AgentImplBase {
  private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration FASTEST_HEARTBEAT = Duration.ofMillis(100);

  private final Requests requests;
  private final Replies replies;
  private final Answers answers;
  private final AgentIdentity agent;
  private final HostReports reports = new HostReports();
  private final ScheduledExecutorService streams;
  private final PermitCalls permits;
  private final BackupCalls backups;
  private final TransferCalls transfers;
  private final ControlCalls controls;
  private final SettingCalls settings;
  private final EvidenceCalls evidence;

  /**
   * @param services by name
   * @param streams one thread on which watching coordinators are sent their reports
   * @param refusals is told of every refusal
   */
  public AgentService(
      AgentIdentity agent,
      Map<String, RpcService> services,
      ScheduledExecutorService streams,
      java.util.function.Consumer<KeyparityException> refusals) {
    this.agent = agent;
    this.streams = streams;
    requests = new Requests(services);
    replies = new Replies(agent);
    answers = new Answers(refusals);
    permits = new PermitCalls(requests, replies);
    backups = new BackupCalls(requests, replies);
    transfers = new TransferCalls(requests, replies, agent);
    controls = new ControlCalls(requests, replies);
    settings = new SettingCalls(requests, replies);
    evidence = new EvidenceCalls(requests, replies, agent);
  }

  @Override
  public void report(ReportRequest request, StreamObserver<ReportReply> out) {
    answers.one(out, () -> report(request));
  }

  private ReportReply report(ReportRequest request) {
    RpcService service = requests.read(request.getEnvelope());
    var host = reports.of(service, request.getPrefixLengthsList());
    return ReportReply.newBuilder()
        .setReply(replies.to(request.getEnvelope(), service))
        .setReport(host)
        .build();
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<ReportReply> out) {
    RpcService service;
    try {
      service = requests.read(request.getEnvelope());
    } catch (RuntimeException e) {
      out.onError(answers.status(e));
      return;
    }
    Duration asked = Duration.ofMillis(Integer.toUnsignedLong(request.getHeartbeatMs()));
    Duration every =
        asked.isZero()
            ? USUAL_HEARTBEAT
            : asked.compareTo(FASTEST_HEARTBEAT) < 0 ? FASTEST_HEARTBEAT : asked;
    ReportRequest asReport = ReportRequest.newBuilder().setEnvelope(request.getEnvelope()).build();
    new ReportStream(
            (ServerCallStreamObserver<ReportReply>) out, () -> report(asReport), streams, answers)
        .start(service.feed(), every);
  }

  @Override
  public void readSettings(ReadSettingsRequest request, StreamObserver<ReadSettingsReply> out) {
    answers.one(out, () -> settings.read(request));
  }

  @Override
  public void listBackups(ListBackupsRequest request, StreamObserver<ListBackupsReply> out) {
    answers.one(out, () -> backups.list(request));
  }

  @Override
  public void readAudit(ReadAuditRequest request, StreamObserver<AuditLine> out) {
    answers.several(out, to -> evidence.readAudit(request, to));
  }

  @Override
  public void fence(FenceRequest request, StreamObserver<FenceReply> out) {
    answers.one(out, () -> permits.fence(request));
  }

  @Override
  public void askPermit(AskPermitRequest request, StreamObserver<AskPermitReply> out) {
    answers.one(out, () -> permits.ask(request));
  }

  @Override
  public void givePermit(GivePermitRequest request, StreamObserver<GivePermitReply> out) {
    answers.one(out, () -> permits.give(request));
  }

  @Override
  public void backup(BackupRequest request, StreamObserver<BackupReply> out) {
    answers.one(out, () -> backups.backup(request));
  }

  @Override
  public void verifyBackup(VerifyBackupRequest request, StreamObserver<BackupReply> out) {
    answers.one(out, () -> backups.verify(request));
  }

  @Override
  public void getCopy(GetCopyRequest request, StreamObserver<CopyChunk> out) {
    answers.several(out, to -> backups.getCopy(request, to));
  }

  @Override
  public StreamObserver<PutCopyRequest> putCopy(StreamObserver<PutCopyReply> out) {
    return new IncomingCopy(requests, replies, agent, answers, out);
  }

  @Override
  public void acknowledgeCopy(
      AcknowledgeCopyRequest request, StreamObserver<AcknowledgeCopyReply> out) {
    answers.one(out, () -> backups.acknowledge(request));
  }

  @Override
  public void offerSealingKey(
      OfferSealingKeyRequest request, StreamObserver<OfferSealingKeyReply> out) {
    answers.one(out, () -> transfers.offer(request));
  }

  @Override
  public void seal(SealRequest request, StreamObserver<SealReply> out) {
    answers.one(out, () -> transfers.seal(request));
  }

  @Override
  public void install(InstallRequest request, StreamObserver<InstallReply> out) {
    answers.one(out, () -> transfers.install(request));
  }

  @Override
  public void putStatement(PutStatementRequest request, StreamObserver<PutStatementReply> out) {
    answers.one(out, () -> transfers.putStatement(request));
  }

  @Override
  public void revoke(RevokeRequest request, StreamObserver<RevokeReply> out) {
    answers.one(out, () -> transfers.revoke(request));
  }

  @Override
  public void control(ControlRequest request, StreamObserver<ControlReply> out) {
    answers.one(out, () -> controls.control(request));
  }

  @Override
  public void writeSetting(WriteSettingRequest request, StreamObserver<WriteSettingReply> out) {
    answers.one(out, () -> settings.write(request));
  }

  @Override
  public void runDependant(RunDependantRequest request, StreamObserver<RunDependantReply> out) {
    answers.one(out, () -> controls.runDependant(request));
  }

  @Override
  public void anchorAudit(AnchorAuditRequest request, StreamObserver<AnchorAuditReply> out) {
    answers.one(out, () -> evidence.anchor(request));
  }

  @Override
  public void restore(RestoreRequest request, StreamObserver<RestoreReply> out) {
    notBuilt("Restore", out);
  }

  @Override
  public void export(ExportRequest request, StreamObserver<ExportReply> out) {
    notBuilt("Export", out);
  }

  @Override
  public void import_(ImportRequest request, StreamObserver<ImportReply> out) {
    notBuilt("Import", out);
  }

  private void notBuilt(String call, StreamObserver<?> out) {
    out.onError(
        answers.status(
            new KeyparityException(
                ErrorCode.UNIMPLEMENTED, call + ": not built yet", "upgrade the agent")));
  }

  /** Names of all calls, for those who decide who may make which. */
  static List<String> calls() {
    return AgentGrpc.getServiceDescriptor().getMethods().stream()
        .map(method -> method.getFullMethodName())
        .toList();
  }
}
