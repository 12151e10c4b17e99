package dev.keyparity.agent.rpc;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.backup.BackupRecord;
import dev.keyparity.agent.backup.BackupStore;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.proto.agent.v1.Backup;
import java.util.List;

/** Backups and copies as messages. */
final class BackupMessages {
  private BackupMessages() {}

  static Backup of(BackupStore backups, BackupRecord record) {
    Backup.Builder message =
        of(record.manifest())
            .setFile(record.file())
            .setVerified(backups.isIntact(record.id()))
            .setSecringSha256(record.keyFile().toString());
    List<SignedCopyReceipt> receipts = backups.copyReceipts(record.id());
    receipts.forEach(
        receipt ->
            message.addCopyReceipts(
                WireDocuments.toMessage(receipt.payload(), receipt.signature())));
    return message.build();
  }

  static Backup.Builder of(ContainerManifest manifest) {
    ContainerManifest.Secring secring = manifest.secring();
    Backup.Builder message =
        Backup.newBuilder()
            .setId(manifest.id())
            .setService(manifest.service())
            .setHost(manifest.host())
            .setBytes(manifest.ciphertext().bytes())
            .setSha256(manifest.ciphertext().sha256().hex())
            .setManifest(ByteString.copyFrom(manifest.toJson()))
            .setSecringSha256(secring == null ? "absent" : secring.sha256().hex())
            .setAtMs(manifest.createdAt().toEpochMilli());
    manifest
        .recipients()
        .forEach(recipient -> message.addRecipients(recipient.fingerprint().hex()));
    return message;
  }
}
