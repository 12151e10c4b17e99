package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyReply;
import dev.keyparity.proto.coordinator.v1.ChallengeRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysReply;
import dev.keyparity.proto.coordinator.v1.ProveRecoveryKeyRequest;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof that a recovery key opens, with the holder's side done by plain gpg. */
class RecoveryKeyProofIT {
  private static final long GPG_SECONDS = 60;

  @TempDir Path directory;
  private Path home;
  private String fingerprint = "";
  private AdminBench bench;
  private RecoveryKeyCalls calls;

  /** A holder with a key of their own, whose public part every agent of the service has. */
  @BeforeEach
  void open() throws Exception {
    home =
        Files.createDirectory(
            directory.resolve("gpg"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    bench = new AdminBench(directory.resolve("coordinator"));
    calls =
        new RecoveryKeyCalls(
            bench.chair,
            new RecoveryKeyCalls.Desk(
                bench.fleet, bench.evidence, bench.audit, bench.clock, new SecureRandom()));
    fingerprint = generate("recovery@example.org");
    reports(gpg(new byte[0], "--export", fingerprint));
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
    run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "gpg-agent"), new byte[0]);
  }

  /** Made before the time of this test, whenever that is run. */
  private String generate(String user) throws Exception {
    gpg(
        new byte[0],
        "--faked-system-time",
        "20261101T000000!",
        "--passphrase",
        "",
        "--quick-generate-key",
        user,
        "default",
        "default",
        "never");
    String listing =
        new String(gpg(new byte[0], "--with-colons", "--list-keys", user), StandardCharsets.UTF_8);
    return listing
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .findFirst()
        .orElseThrow()
        .split(":", -1)[9];
  }

  private void reports(byte[] publicKey) {
    for (String host : bench.spec().hostNames()) {
      bench.fleet.report(
          AdminBench.SERVICE,
          HostReport.newBuilder()
              .setHost(host)
              .addRecoveryKeys(
                  RecoveryKey.newBuilder()
                      .setFingerprint(fingerprint)
                      .setUserId("recovery@example.org")
                      .setPublicKey(ByteString.copyFrom(publicKey)))
              .build());
    }
  }

  private byte[] gpg(byte[] input, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "gpg", "--homedir", home.toString(), "--batch", "--no-tty", "--yes", "--quiet"));
    command.addAll(List.of("--pinentry-mode", "loopback"));
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  private byte[] run(List<String> command, byte[] input) throws Exception {
    Path in = Files.write(Files.createTempFile(directory, "in", ""), input);
    Path out = Files.createTempFile(directory, "out", "");
    Path errors = Files.createTempFile(directory, "errors", "");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(GPG_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("hangs: " + command);
    }
    assertThat(process.exitValue()).as(command + ": " + Files.readString(errors)).isZero();
    return Files.readAllBytes(out);
  }

  private ChallengeRecoveryKeyReply challenge(String asked) throws Exception {
    return AdminBench.asAlice(
        () ->
            calls.challenge(
                ChallengeRecoveryKeyRequest.newBuilder()
                    .setService(AdminBench.SERVICE)
                    .setFingerprint(asked)
                    .build()));
  }

  private String opened(ChallengeRecoveryKeyReply challenge) throws Exception {
    return new String(
        gpg(challenge.getMessage().toByteArray(), "--decrypt"), StandardCharsets.UTF_8);
  }

  private ListRecoveryKeysReply prove(String challenge, String answer) throws Exception {
    return AdminBench.asAlice(
        () ->
            calls.prove(
                ProveRecoveryKeyRequest.newBuilder()
                    .setService(AdminBench.SERVICE)
                    .setChallengeId(challenge)
                    .setAnswer(answer)
                    .build()));
  }

  private RecoveryProofs recorded() {
    return bench.evidence.recoveryProofs(AdminBench.SERVICE);
  }

  @Test
  void challenge_openedWithPlainGpg_isProven_andTheWordIsWrittenNowhere() throws Exception {
    ChallengeRecoveryKeyReply challenge = challenge(fingerprint);
    assertThat(challenge.getMessage().toStringUtf8()).startsWith("-----BEGIN PGP MESSAGE-----");

    String answer = opened(challenge);
    ListRecoveryKeysReply proven = prove(challenge.getChallengeId(), answer);

    assertThat(proven.getKeysList())
        .containsExactly(
            ProvenRecoveryKey.newBuilder()
                .setFingerprint(fingerprint)
                .setUserId("recovery@example.org")
                .addAllHosts(bench.spec().hostNames())
                .setProvenAtMs(bench.clock.millis())
                .setProvenBy("alice")
                .build());
    assertThat(recorded().challenges()).isEmpty();
    assertThat(bench.audited())
        .hasSize(2)
        .noneMatch(line -> line.contains(answer.strip()))
        .noneMatch(line -> line.contains(answer.strip().toLowerCase(Locale.ROOT)));
  }

  /** As people type: with the blanks that gpg prints them, and in whatever case. */
  @Test
  void challenge_fingerprintAndAnswerAsPeopleTypeThem_areUnderstood() throws Exception {
    String spaced = fingerprint.toLowerCase(Locale.ROOT).replaceAll("(.{4})", "$1 ");

    ChallengeRecoveryKeyReply challenge = challenge(spaced);

    assertThat(
            prove(
                    challenge.getChallengeId(),
                    " " + opened(challenge).toLowerCase(Locale.ROOT) + "\n")
                .getKeys(0)
                .getProvenBy())
        .isEqualTo("alice");
  }

  @Test
  void wrongAnswer_isRefused_provesNothing_andTheChallengeStaysOpen() throws Exception {
    ChallengeRecoveryKeyReply challenge = challenge(fingerprint);

    KeyparityException refused =
        AdminBench.refusal(
            () -> prove(challenge.getChallengeId(), "22222-33333-44444-55555-66666-77777"));

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_RECOVERY_KEY);
    assertThat(refused.operatorMessage())
        .isEqualTo(
            "recovery key %s: the answer is not the word in challenge %s"
                .formatted(fingerprint, challenge.getChallengeId()));
    assertThat(recorded().isProven(fingerprint)).isFalse();
    assertThat(prove(challenge.getChallengeId(), opened(challenge)).getKeys(0).getProvenAtMs())
        .isNotZero();
  }

  /** Each challenge is good once: an answer that was seen on its way proves nothing later. */
  @Test
  void answer_sentAgain_isRefused() throws Exception {
    ChallengeRecoveryKeyReply challenge = challenge(fingerprint);
    String answer = opened(challenge);
    prove(challenge.getChallengeId(), answer);

    KeyparityException again = AdminBench.refusal(() -> prove(challenge.getChallengeId(), answer));

    assertThat(again.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(again.operatorMessage())
        .isEqualTo(
            "challenge: %s (expected: an open one; each is good once, for 7 days)"
                .formatted(challenge.getChallengeId()));

    ChallengeRecoveryKeyReply next = challenge(fingerprint);
    assertThat(AdminBench.refusal(() -> prove(next.getChallengeId(), answer)).code())
        .as("the answer to another challenge")
        .isEqualTo(ErrorCode.NO_RECOVERY_KEY);
  }

  @Test
  void answer_afterSevenDays_isRefused() throws Exception {
    ChallengeRecoveryKeyReply challenge = challenge(fingerprint);
    String answer = opened(challenge);
    bench.clock.advance(Duration.ofDays(7));

    assertThat(AdminBench.refusal(() -> prove(challenge.getChallengeId(), answer)).code())
        .isEqualTo(ErrorCode.USAGE);
    assertThat(recorded().isProven(fingerprint)).isFalse();
  }

  /** An agent that passes off another key as the organization's would get to read every backup. */
  @Test
  void anotherKeyUnderThatFingerprint_isRefused_andNothingIsEncryptedToIt() throws Exception {
    String other = generate("mallory@example.org");
    reports(gpg(new byte[0], "--export", other));

    KeyparityException refused = AdminBench.refusal(() -> challenge(fingerprint));

    assertThat(refused.code()).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    assertThat(refused.operatorMessage())
        .startsWith(
            "recovery key %s: kms1, kms2, kms3 reports the public key of ".formatted(fingerprint));
    assertThat(recorded().challenges()).isEmpty();
  }
}
