package dev.keyparity.cli.recoverykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.Recipient;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyReply;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysReply;
import dev.keyparity.proto.coordinator.v1.ProveRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryKeyVerbsTest {
  private static final ProvenRecoveryKey UNPROVEN =
      ProvenRecoveryKey.newBuilder()
          .setFingerprint(Plans.KMS2)
          .setUserId("ACME recovery 2026")
          .addHosts("kms1")
          .addHosts("kms2")
          .build();
  private static final ProvenRecoveryKey PROVEN =
      UNPROVEN.toBuilder()
          .setFingerprint(Plans.KMS3)
          .setProvenAtMs(TestCli.NOW.minusSeconds(60).toEpochMilli())
          .setProvenBy("bob")
          .build();

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;

  @BeforeEach
  void challenge() {
    admin.answering(
        "ListRecoveryKeys", ListRecoveryKeysReply.newBuilder().addKeys(UNPROVEN).build());
    admin.answering(
        "ChallengeRecoveryKey",
        ChallengeRecoveryKeyReply.newBuilder()
            .setChallengeId("6f0c")
            .setMessage(ByteString.copyFromUtf8("-----BEGIN PGP MESSAGE-----\n…\n"))
            .build());
    admin.answering("ProveRecoveryKey", ListRecoveryKeysReply.newBuilder().addKeys(PROVEN).build());
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void init_writesBothHalvesAndShowsNoSecret() throws IOException, KeyringException {
    Result result =
        cli.typingSecretly("correct horse", "correct horse")
            .runBare("recovery-key", "init", "--user-id", "ACME", "--out", temp.toString());

    assertThat(result.exit()).isZero();
    Path secret = temp.resolve("recovery-secret.asc");
    assertThat(Files.readString(secret)).contains("BEGIN PGP PRIVATE KEY BLOCK");
    assertThat(Files.getPosixFilePermissions(secret))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Recipient recipient = Recipient.parse(Files.readAllBytes(temp.resolve("recovery-public.asc")));
    assertThat(recipient.userId()).isEqualTo("ACME");
    assertThat(result.out() + result.err()).doesNotContain("PRIVATE", "correct horse");
  }

  @Test
  void init_passphrasesDiffer_writesNothing() throws IOException {
    Result result =
        cli.typingSecretly("one", "two")
            .runBare("recovery-key", "init", "--user-id", "ACME", "--out", temp.toString());

    assertThat(result.exit()).isEqualTo(2);
    try (var files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void init_nobodyToAsk_wantsToBeTold() {
    Result result =
        cli.runBare("recovery-key", "init", "--user-id", "ACME", "--out", temp.toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--passphrase-file");
  }

  @Test
  void init_passphraseFileThatOthersCanRead_isRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("passphrase"), "correct horse\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    Result result =
        cli.runBare(
            "recovery-key",
            "init",
            "--user-id",
            "ACME",
            "--out",
            temp.toString(),
            "--passphrase-file",
            file.toString());

    assertThat(result.exit()).isEqualTo(3);
    assertThat(temp.resolve("recovery-secret.asc")).doesNotExist();
  }

  @Test
  void init_twice_neverReplacesAKey() throws IOException {
    String[] init = {
      "recovery-key", "init", "--user-id", "ACME", "--out", temp.toString(), "--no-passphrase"
    };
    assertThat(cli.runBare(init).exit()).isZero();
    byte[] before = Files.readAllBytes(temp.resolve("recovery-secret.asc"));

    assertThat(cli.runBare(init).exit()).isNotZero();
    assertThat(Files.readAllBytes(temp.resolve("recovery-secret.asc"))).isEqualTo(before);
  }

  @Test
  void list_showsWhatIsProven() {
    admin.answering(
        "ListRecoveryKeys",
        ListRecoveryKeysReply.newBuilder().addKeys(UNPROVEN).addKeys(PROVEN).build());

    Golden.assertMatches(
        "recovery-key-list.txt", cli.run("recovery-key", "list", "kms-prod").out());
    Golden.assertMatches(
        "recovery-key-list.json", cli.run("recovery-key", "list", "kms-prod", "-o", "json").out());
  }

  @Test
  void prove_atATerminal_showsTheMessageAndHandsInTheWord() {
    Result result = cli.typing(" TANGO-7 \n").run("recovery-key", "prove", "kms-prod");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("-----BEGIN PGP MESSAGE-----", "gpg -d");
    assertThat(admin.requests(ChallengeRecoveryKeyRequest.class).get(0).getFingerprint())
        .isEqualTo(Plans.KMS2);
    assertThat(admin.requests(ProveRecoveryKeyRequest.class))
        .containsExactly(
            ProveRecoveryKeyRequest.newBuilder()
                .setService("kms-prod")
                .setChallengeId("6f0c")
                .setAnswer("TANGO-7")
                .build());
  }

  @Test
  void prove_inTwoSteps_writesTheMessageAndLaterTakesTheAnswer() throws IOException {
    Path message = temp.resolve("challenge.asc");
    Path answer = Files.writeString(temp.resolve("answer"), "TANGO-7\n");

    Result first =
        cli.run("recovery-key", "prove", "kms-prod", Plans.KMS2, "--message", message.toString());
    Result second =
        cli.run(
            "recovery-key",
            "prove",
            "kms-prod",
            "--challenge",
            "6f0c",
            "--answer",
            answer.toString());

    assertThat(first.exit()).isZero();
    assertThat(first.out()).contains("challenge 6f0c");
    assertThat(Files.readString(message)).startsWith("-----BEGIN PGP MESSAGE-----");
    assertThat(second.exit()).isZero();
    assertThat(admin.requests(ProveRecoveryKeyRequest.class).get(0).getAnswer())
        .isEqualTo("TANGO-7");
  }

  @Test
  void prove_noKeyConfigured_isBlocked() {
    admin.answering("ListRecoveryKeys", ListRecoveryKeysReply.getDefaultInstance());

    assertThat(cli.run("recovery-key", "prove", "kms-prod").exit()).isEqualTo(7);
  }

  @Test
  void prove_severalKeysAndNoneNamed_asksWhich() {
    admin.answering(
        "ListRecoveryKeys",
        ListRecoveryKeysReply.newBuilder().addKeys(UNPROVEN).addKeys(PROVEN).build());

    assertThat(cli.run("recovery-key", "prove", "kms-prod").exit()).isEqualTo(2);
  }
}
