package dev.keyparity.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import io.grpc.ChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change under a running process, over real connections. */
class TlsReloadIT {
  private static final ExpectedPeer AGENT = ExpectedPeer.named(Role.AGENT, "kms1");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(Clock.systemUTC().instant());
  private TestPki pki;
  private TlsFiles files;
  private TlsIdentity agent;

  @BeforeEach
  void issue() {
    pki = new TestPki(directory.resolve("pki"), clock);
    files = pki.issue(Role.AGENT, "kms1", Duration.ofHours(1));
    agent = TlsIdentity.load(files, clock);
  }

  @Test
  void unchangedFiles_areNotReadAgain() {
    assertThat(agent.reloadIfChanged()).isFalse();
  }

  @Test
  void renewedCertificate_isShownByTheRunningServer() throws IOException {
    TlsIdentity coordinator = pki.identity(Role.COORDINATOR, "coord1");
    ChannelCredentials credentials = coordinator.channelCredentials(AGENT);
    try (EchoService server = new EchoService(agent, Role.COORDINATOR)) {
      server.with(credentials, EchoService::call);
      clock.advance(Duration.ofHours(2));
      server.with(
          credentials,
          channel -> assertThat(catchThrowable(() -> EchoService.call(channel))).isNotNull());
      pki.issue(Role.AGENT, "kms1", YEAR);

      assertThat(agent.reloadIfChanged()).isTrue();

      server.with(credentials, channel -> assertThat(EchoService.call(channel)).endsWith("coord1"));
    }
    assertThat(agent.expiry()).isAfter(clock.instant().plus(YEAR).minus(Duration.ofMinutes(1)));
    assertThat(agent.reloadIfChanged()).isFalse();
  }

  @Test
  void renewedClientCertificate_isShownByTheRunningClient() throws IOException {
    TlsFiles ours = pki.issue(Role.COORDINATOR, "coord1", Duration.ofMinutes(30));
    TlsIdentity coordinator = TlsIdentity.load(ours, clock);
    ChannelCredentials credentials = coordinator.channelCredentials(AGENT);
    try (EchoService server = new EchoService(agent, Role.COORDINATOR)) {
      clock.advance(Duration.ofMinutes(45));
      server.with(
          credentials,
          channel -> assertThat(catchThrowable(() -> EchoService.call(channel))).isNotNull());
      pki.issue(Role.COORDINATOR, "coord1", YEAR);

      assertThat(coordinator.reloadIfChanged()).isTrue();

      server.with(credentials, channel -> assertThat(EchoService.call(channel)).endsWith("coord1"));
    }
  }

  @Test
  void caTakenOutOfTheBundle_endsTrustOnOpenConnectionsToo() throws IOException {
    TestPki other = new TestPki(directory.resolve("other"), clock);
    Files.writeString(
        files.bundle(),
        Files.readString(pki.caCertificate()) + Files.readString(other.caCertificate()));
    assertThat(agent.reloadIfChanged()).isTrue();
    TlsFiles ours = other.issue(Role.COORDINATOR, "coord1", YEAR);
    Files.copy(pki.caCertificate(), ours.bundle(), StandardCopyOption.REPLACE_EXISTING);
    TlsIdentity coordinator = TlsIdentity.load(ours, clock);

    try (EchoService server = new EchoService(agent, Role.COORDINATOR)) {
      server.with(
          coordinator.channelCredentials(AGENT),
          channel -> {
            EchoService.call(channel);
            removeOtherCa();

            Throwable failure = catchThrowable(() -> EchoService.call(channel));

            KeyparityException refusal =
                new PeerFaults(coordinator).explain(failure, "agent kms1:7417");
            assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
            assertThat(refusal.operatorMessage()).contains("refused our certificate");
          });
    }
  }

  private void removeOtherCa() {
    try {
      Files.copy(pki.caCertificate(), files.bundle(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(agent.reloadIfChanged()).isTrue();
  }

  @Test
  void halfReplacedPair_keepsTheFormerAndIsTakenUpOnceWhole() throws IOException {
    TlsFiles fresh =
        new TestPki(directory.resolve("second"), clock).issue(Role.AGENT, "kms1", YEAR);
    Files.copy(fresh.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);

    KeyparityException problem =
        catchThrowableOfType(KeyparityException.class, agent::reloadIfChanged);

    assertThat(problem.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(problem.operatorMessage())
        .isEqualTo(
            "TLS file %s: not the key of %s (expected: its pair)"
                .formatted(files.key(), files.chain()));
    assertThat(
            agent
                .verifier()
                .verify("x/1", new byte[] {1}, agent.signer().sign("x/1", new byte[] {1})))
        .isInstanceOf(PeerVerification.Verified.class);

    Files.copy(fresh.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(fresh.bundle(), files.bundle(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(agent.reloadIfChanged()).isTrue();
  }

  @Test
  void certificateOfAnotherName_isRefusedWhileRunning() throws IOException {
    TlsFiles other = pki.issue(Role.COORDINATOR, "coord1", YEAR);
    Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(other.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);

    KeyparityException problem =
        catchThrowableOfType(KeyparityException.class, agent::reloadIfChanged);

    assertThat(problem.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
    assertThat(agent.name()).hasToString("agent kms1");
  }

  @Test
  void missingFile_isNamed() throws IOException {
    Files.delete(files.chain());

    KeyparityException problem =
        catchThrowableOfType(KeyparityException.class, agent::reloadIfChanged);

    assertThat(problem.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(problem.operatorMessage()).contains(files.chain().toString());
  }
}
