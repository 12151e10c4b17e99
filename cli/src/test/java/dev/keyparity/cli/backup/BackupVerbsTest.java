package dev.keyparity.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.coordinator.v1.CreateBackupRequest;
import dev.keyparity.proto.coordinator.v1.VerifyBackupRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackupVerbsTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @AfterEach
  void close() {
    cli.close();
  }

  private static Backup backup(String host, boolean verified) {
    return Backup.newBuilder()
        .setId("20261124T010000Z-4f2a")
        .setService("kms-prod")
        .setHost(host)
        .setFile("/var/lib/keyparity/backups/kms-prod/20261124T010000Z-4f2a.tar.gpg")
        .setBytes(9120)
        .setSha256(Plans.sha("container of " + host))
        .setSecringSha256(Plans.SECRING)
        .setVerified(verified)
        .setAtMs(TestCli.NOW.minusSeconds(40_000).toEpochMilli())
        .addCopyReceipts(
            PeerSigned.newBuilder().setPayload(ByteString.copyFromUtf8("{\"stored_on\":\"kms3\"}")))
        .addRecipients(Plans.KEPT)
        .build();
  }

  @Test
  void list_showsWhatIsVerifiedAndCopied() {
    admin.answering(
        "ListBackups",
        BackupsReply.newBuilder()
            .addBackups(backup("kms1", true))
            .addBackups(backup("kms2", false).toBuilder().clearCopyReceipts())
            .build());

    Golden.assertMatches("backup-list.txt", cli.run("backup", "list", "kms-prod").out());
    Golden.assertMatches(
        "backup-list.json", cli.run("backup", "list", "kms-prod", "-o", "json").out());
  }

  @Test
  void create_everyHostBackedUp_exitsZero() {
    admin.answering(
        "CreateBackup", BackupsReply.newBuilder().addBackups(backup("kms1", true)).build());

    assertThat(cli.run("backup", "create", "kms-prod", "--host", "kms1").exit()).isZero();
    assertThat(admin.requests(CreateBackupRequest.class))
        .extracting(CreateBackupRequest::getHost)
        .containsExactly("kms1");
  }

  @Test
  void create_aHostFails_exitsSevenAndSaysWhy() {
    admin.answering(
        "CreateBackup",
        BackupsReply.newBuilder()
            .addBackups(backup("kms1", true))
            .addErrors("kms2: no space left on /var/lib/keyparity (expected: 9120 bytes)")
            .build());

    Result result = cli.run("backup", "create", "kms-prod");

    Golden.assertMatches("backup-create-failing.txt", result.out());
    assertThat(result.exit()).isEqualTo(7);
  }

  @Test
  void verify_backupIsNotAsItWasWritten_exitsSeven() {
    admin.answering(
        "VerifyBackup", BackupsReply.newBuilder().addBackups(backup("kms2", false)).build());

    assertThat(cli.run("backup", "verify", "kms-prod", "kms2", "--id", "x").exit()).isEqualTo(7);
    assertThat(admin.requests(VerifyBackupRequest.class))
        .containsExactly(
            VerifyBackupRequest.newBuilder()
                .setService("kms-prod")
                .setHost("kms2")
                .setBackupId("x")
                .build());
  }

  @Test
  void verify_nothingToVerify_isNotGood() {
    admin.answering("VerifyBackup", BackupsReply.getDefaultInstance());

    assertThat(cli.run("backup", "verify", "kms-prod", "kms2").exit()).isEqualTo(7);
  }

  @Test
  void restore_isNotBuiltYet() {
    Result result = cli.run("backup", "restore", "kms-prod", "--id", "x");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("backup restore: not built yet");
  }
}
