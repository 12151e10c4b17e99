package dev.keyparity.agent.rpc;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.backup.BackupRecord;
import dev.keyparity.agent.effect.AcknowledgeCopy;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.MakeBackup;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.EffectStage;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyReply;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.CopyChunk;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.ListBackupsReply;
import dev.keyparity.proto.agent.v1.ListBackupsRequest;
import dev.keyparity.proto.agent.v1.VerifyBackupRequest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Making, verifying, listing and fetching backups and copies. */
final class BackupCalls {
  private static final int CHUNK = 256 << 10;

  private final Requests requests;
  private final Replies replies;

  BackupCalls(Requests requests, Replies replies) {
    this.requests = requests;
    this.replies = replies;
  }

  BackupReply backup(BackupRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    EffectRecord record =
        hosted
            .guard()
            .perform(Requests.call(envelope), new MakeBackup(hosted, request.getReason()));
    BackupReply.Builder reply =
        BackupReply.newBuilder().setReply(replies.to(envelope, service, record));
    if (record.stage() == EffectStage.DONE) {
      reply.setBackup(
          message(
              hosted,
              hosted.backups().record(String.valueOf(record.facts().get(MakeBackup.BACKUP)))));
    }
    return reply.build();
  }

  /** Reads everything, changes nothing: no receipt. */
  BackupReply verify(VerifyBackupRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.read(envelope);
    BackupRecord record = service.hosted().backups().verify(request.getBackupId());
    return BackupReply.newBuilder()
        .setReply(replies.to(envelope, service))
        .setBackup(message(service.hosted(), record))
        .build();
  }

  private static dev.keyparity.proto.agent.v1.Backup message(
      HostedService hosted, BackupRecord record) {
    return BackupMessages.of(hosted.backups(), record);
  }

  ListBackupsReply list(ListBackupsRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.read(envelope);
    ListBackupsReply.Builder reply =
        ListBackupsReply.newBuilder().setReply(replies.to(envelope, service));
    service.hosted().backups().list().forEach(b -> reply.addBackups(message(service.hosted(), b)));
    service
        .hosted()
        .copies()
        .list(service.name())
        .forEach(manifest -> reply.addCopies(BackupMessages.of(manifest)));
    return reply.build();
  }

  AcknowledgeCopyReply acknowledge(AcknowledgeCopyRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    SignedCopyReceipt receipt = Requests.copyReceipt(request.getCopyReceipt());
    EffectRecord record =
        hosted
            .guard()
            .perform(
                Requests.call(envelope),
                new AcknowledgeCopy(
                    hosted, request.getBackupId(), receipt, countingHosts(hosted, receipt)));
    return AcknowledgeCopyReply.newBuilder()
        .setReply(replies.to(envelope, service, record))
        .build();
  }

  /**
   * Before anything is approved there is no list of hosts yet: the signer's own name is believed.
   * An install counts only receipts of hosts that the statement then lists.
   */
  private static Set<String> countingHosts(HostedService hosted, SignedCopyReceipt receipt) {
    return hosted
        .guard()
        .statements()
        .held()
        .map(Statements.Held::statement)
        .map(statement -> Set.copyOf(statement.hosts()))
        .orElseGet(() -> Set.of(hosted.host(), storedOn(receipt)));
  }

  private static String storedOn(SignedCopyReceipt receipt) {
    try {
      return CopyReceipt.parse(receipt.payload()).storedOn();
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.COPY_RECEIPT_INVALID, String.valueOf(e.getMessage()), "", e);
    }
  }

  /** The ciphertext of a backup, or of a copy stored here, in pieces. */
  void getCopy(GetCopyRequest request, StreamObserver<CopyChunk> out) {
    RpcService service = requests.read(request.getEnvelope());
    HostedService hosted = service.hosted();
    boolean own = request.getOfHost().isEmpty() || request.getOfHost().equals(hosted.host());
    dev.keyparity.proto.agent.v1.Backup first =
        own
            ? message(hosted, hosted.backups().record(request.getBackupId()))
            : BackupMessages.of(manifest(hosted, request)).build();
    try (InputStream ciphertext =
        own
            ? hosted.backups().openCiphertext(request.getBackupId())
            : hosted.copies().open(hosted.service(), request.getOfHost(), request.getBackupId())) {
      CopyChunk.Builder chunk = CopyChunk.newBuilder().setBackup(first);
      byte[] buffer = ciphertext.readNBytes(CHUNK);
      do {
        out.onNext(chunk.setData(ByteString.copyFrom(buffer)).build());
        chunk = CopyChunk.newBuilder();
        buffer = ciphertext.readNBytes(CHUNK);
      } while (buffer.length > 0);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.IO_FAILED,
          "read backup %s: %s".formatted(request.getBackupId(), e.getMessage()),
          "",
          e);
    }
  }

  private static ContainerManifest manifest(HostedService hosted, GetCopyRequest request) {
    return hosted.copies().list(hosted.service()).stream()
        .filter(one -> one.host().equals(request.getOfHost()))
        .filter(one -> one.id().equals(request.getBackupId()))
        .findFirst()
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.NO_SUCH_BACKUP,
                    "copy of backup %s of %s".formatted(request.getBackupId(), request.getOfHost()),
                    "keyparity backup list " + hosted.service()));
  }
}
