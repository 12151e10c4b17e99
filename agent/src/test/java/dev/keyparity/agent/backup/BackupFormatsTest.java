package dev.keyparity.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.agent.store.Golden;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.identity.PeerSignature;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.container.ContainerManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFormatsTest {
  private static final Instant AT = Instant.parse("2026-11-24T14:02:03.004Z");
  private static final Digest ONE = Digest.of(new byte[] {1});

  private static BackupRecord sample() {
    Fingerprint recipient = new Fingerprint("0123456789ABCDEF0123456789ABCDEF01234567");
    ContainerManifest manifest =
        new ContainerManifest(
            "20261124T140203Z-0001",
            "kms-prod",
            "kms1",
            AT,
            new ContainerManifest.Ciphertext(ONE, 4096),
            List.of(new ContainerManifest.RecipientKey(recipient, recipient)),
            null,
            new ContainerManifest.Secring("key-directory/secring.gpg", ONE, 1),
            List.of(
                new ContainerManifest.Entry(
                    "key-directory/secring.gpg",
                    ContainerManifest.Type.FILE,
                    1,
                    ONE,
                    "0600",
                    "kms",
                    "kms",
                    null)),
            List.of(new ContainerManifest.Skipped("key-directory/S.gpg-agent", "a socket")));
    return new BackupRecord(
        "before \"repair\"",
        "keytrustee-kms",
        "/var/lib/keyparity/backups/kms-prod/20261124T140203Z-0001.tar.gpg",
        manifest,
        AT);
  }

  @Test
  void backupRecord_isAsItsGoldenFile() throws Exception {
    BackupRecord record = sample();
    Golden.check("backup-1.json", record.canonicalBytes(), BackupRecord::parse, record);
  }

  @Test
  void backupRecord_manifestOfAnUnknownVersion_isRefused() {
    String text = new String(sample().canonicalBytes(), StandardCharsets.UTF_8);
    String newer = text.replace("keyparity.container/1", "keyparity.container/2");
    assertThat(newer).isNotEqualTo(text);
    assertThatThrownBy(() -> BackupRecord.parse(newer.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedRecord.class);
  }

  @Test
  void copyReceipts_areAsTheirGoldenFile() throws Exception {
    CopyReceipt receipt =
        new CopyReceipt("kms-prod", "kms1", "20261124T140203Z-0001", ONE, 4096, "kms2", AT);
    List<SignedCopyReceipt> receipts =
        List.of(
            new SignedCopyReceipt(
                receipt.canonicalBytes(),
                new PeerSignature(
                    PeerSignature.ALGORITHM,
                    List.of(new byte[] {1, 2}, new byte[] {3}),
                    new byte[] {4, 5, 6})));
    Golden.check(
        "copy-receipts-1.json",
        CopyReceiptFile.encode(receipts),
        CopyReceiptFile::decode,
        receipts);
  }

  @Test
  void recoveryKeys_eachProblem_namesTheFile(@TempDir Path directory) throws IOException {
    Path good = directory.resolve("good.asc");
    Files.writeString(good, BackupFixture.RECOVERY.recipient().armoured());
    assertThat(BackupKeys.readRecovery(List.of(good)))
        .extracting(r -> r.fingerprint())
        .containsExactly(BackupFixture.RECOVERY.recipient().fingerprint());

    Path secret = directory.resolve("secret.gpg");
    Files.write(secret, BackupFixture.RECOVERY.exposeSecretKey());
    assertThatThrownBy(() -> BackupKeys.readRecovery(List.of(good, secret)))
        .hasMessageContaining("secret.gpg")
        .hasMessageContaining("secret key");
    BackupStoreTest.assertFails(
        () -> BackupKeys.readRecovery(List.of(secret)), ErrorCode.CONFIG_INVALID);
    BackupStoreTest.assertFails(
        () -> BackupKeys.readRecovery(List.of(directory.resolve("none"))), ErrorCode.UNREADABLE);
  }
}
