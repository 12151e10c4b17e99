package dev.keyparity.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's server and its callers, over real gRPC and TLS on loopback. */
class MutualTlsIT {
  private static final ExpectedPeer AGENT = ExpectedPeer.named(Role.AGENT, "kms1");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path directory;

  // Two clocks: one for each side, so that each can be the one that finds a certificate expired.
  private final SettableClock agentClock = new SettableClock(Clock.systemUTC().instant());
  private final SettableClock callerClock = new SettableClock(Clock.systemUTC().instant());
  private TestPki pki;
  private TlsIdentity agent;
  private EchoService server;

  @BeforeEach
  void startAgent() throws IOException {
    pki = new TestPki(directory.resolve("pki"), callerClock);
    agent = TlsIdentity.load(pki.issue(Role.AGENT, "kms1", YEAR), agentClock);
    server = new EchoService(agent, Role.COORDINATOR);
  }

  @AfterEach
  void stopAgent() {
    server.close();
  }

  private KeyparityException refusal(TlsIdentity caller, ExpectedPeer expected) {
    return refusal(caller, caller.channelCredentials(expected));
  }

  private KeyparityException refusal(TlsIdentity caller, ChannelCredentials credentials) {
    KeyparityException[] refusal = new KeyparityException[1];
    server.with(
        credentials,
        channel -> {
          Throwable failure = catchThrowable(() -> EchoService.call(channel));
          assertThat(failure).as("the call").isNotNull();
          refusal[0] = new PeerFaults(caller).explain(failure, "agent kms1:7417");
        });
    return refusal[0];
  }

  @Test
  void rightRoles_areAcceptedAndTheCallerIsKnown() {
    TlsIdentity coordinator = pki.identity(Role.COORDINATOR, "coord1");

    server.with(
        coordinator.channelCredentials(AGENT),
        channel ->
            assertThat(EchoService.call(channel))
                .isEqualTo("spiffe://prod.example/keyparity/coordinator/coord1"));
    server.with(
        coordinator.channelCredentials(ExpectedPeer.anyOf(Role.AGENT)),
        channel -> assertThat(EchoService.call(channel)).endsWith("coord1"));
    assertThat(server.refusals).isEmpty();
  }

  @Test
  void callerOfWrongRole_isToldWhatItShowedAndWhatWasExpected() {
    TlsIdentity otherAgent = pki.identity(Role.AGENT, "kms2");

    KeyparityException refusal = refusal(otherAgent, AGENT);

    assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
    assertThat(refusal.operatorMessage())
        .isEqualTo(
            "agent kms1:7417 refused our certificate:"
                + " role is agent (expected: coordinator, for test.Echo/WhoAmI)");
    assertThat(refusal.whatToDo()).contains("spiffe://prod.example/keyparity/agent/kms2");
    assertThat(server.refusals).hasSize(1);
  }

  @Test
  void unlistedMethod_mayBeCalledByNobody() {
    TlsIdentity coordinator = pki.identity(Role.COORDINATOR, "coord1");

    server.with(
        coordinator.channelCredentials(AGENT),
        channel -> {
          Throwable failure = catchThrowable(() -> EchoService.call(channel, EchoService.UNLISTED));

          assertThat(Status.fromThrowable(failure).getCode())
              .isEqualTo(Status.Code.PERMISSION_DENIED);
          assertThat(failure).hasMessageContaining("expected: nobody");
        });
  }

  @Test
  void serverOfWrongRoleOrName_isRefusedByTheCaller() {
    TlsIdentity operator = pki.identity(Role.OPERATOR, "alice");

    KeyparityException role = refusal(operator, ExpectedPeer.anyOf(Role.COORDINATOR));
    KeyparityException name = refusal(operator, ExpectedPeer.named(Role.AGENT, "kms2"));

    assertThat(role.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
    assertThat(role.operatorMessage())
        .isEqualTo("agent kms1:7417: certificate role is agent (expected: coordinator)");
    assertThat(name.code()).isEqualTo(ErrorCode.TLS_WRONG_ROLE);
    assertThat(name.operatorMessage())
        .isEqualTo("agent kms1:7417: certificate name is kms1 (expected: kms2)");
    assertThat(server.refusals).as("no request was sent").isEmpty();
  }

  @Test
  void callerWithoutCertificate_isRefused() throws IOException {
    ChannelCredentials bare =
        TlsChannelCredentials.newBuilder().trustManager(pki.caCertificate().toFile()).build();

    KeyparityException refusal = refusal(pki.identity(Role.COORDINATOR, "coord1"), bare);

    assertThat(refusal.code()).isIn(ErrorCode.TLS_UNTRUSTED, ErrorCode.PEER_UNREACHABLE);
    assertThat(server.refusals).as("refused before any call").isEmpty();
  }

  @Test
  void callerOfAnotherCa_isRefused() throws IOException {
    TestPki other = new TestPki(directory.resolve("other"), callerClock);
    TlsFiles files = other.issue(Role.COORDINATOR, "coord1", YEAR);
    // It trusts the agent's CA, so that the agent is the one to refuse.
    Files.copy(pki.caCertificate(), files.bundle(), StandardCopyOption.REPLACE_EXISTING);

    KeyparityException refusal = refusal(TlsIdentity.load(files, callerClock), AGENT);

    assertThat(refusal.code()).isIn(ErrorCode.TLS_UNTRUSTED, ErrorCode.PEER_UNREACHABLE);
    assertThat(server.refusals).as("refused before any call").isEmpty();
  }

  @Test
  void serverOfAnotherCa_isRefusedByName() {
    TestPki other = new TestPki(directory.resolve("other"), callerClock);

    KeyparityException refusal = refusal(other.identity(Role.COORDINATOR, "coord1"), AGENT);

    assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
    assertThat(refusal.operatorMessage())
        .startsWith("agent kms1:7417: certificate issued by \"CN=keyparity CA ")
        .contains("(expected: by a CA of the trust bundle: \"CN=keyparity CA ");
  }

  @Test
  void callerWithExpiredCertificate_isRefusedAndSaysSoItself() {
    TlsIdentity coordinator =
        TlsIdentity.load(pki.issue(Role.COORDINATOR, "coord1", Duration.ofHours(1)), callerClock);
    agentClock.advance(Duration.ofHours(2));
    KeyparityException whileOurClockIsBehind = refusal(coordinator, AGENT);
    callerClock.advance(Duration.ofHours(2));

    KeyparityException refusal = refusal(coordinator, AGENT);

    assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_EXPIRED);
    assertThat(refusal.operatorMessage())
        .startsWith("agent kms1:7417 refused our certificate: expired at ")
        .contains("(expected: good at ");
    assertThat(whileOurClockIsBehind.code())
        .isIn(ErrorCode.TLS_UNTRUSTED, ErrorCode.PEER_UNREACHABLE);
    assertThat(server.refusals).as("refused before any call").isEmpty();
  }

  @Test
  void serverWithExpiredCertificate_isRefused() {
    TlsIdentity coordinator = pki.identity(Role.COORDINATOR, "coord1");
    callerClock.advance(YEAR.plusDays(1));

    KeyparityException refusal = refusal(coordinator, AGENT);

    assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_EXPIRED);
    assertThat(refusal.operatorMessage()).startsWith("agent kms1:7417: certificate expired at ");
  }

  @Test
  void certificateThatExpiresOnAnOpenConnection_isRefusedAtTheNextCall() {
    TlsIdentity coordinator =
        TlsIdentity.load(pki.issue(Role.COORDINATOR, "coord1", Duration.ofHours(1)), callerClock);

    server.with(
        coordinator.channelCredentials(AGENT),
        channel -> {
          EchoService.call(channel);
          agentClock.advance(Duration.ofHours(2));

          Throwable failure = catchThrowable(() -> EchoService.call(channel));

          KeyparityException refusal =
              new PeerFaults(coordinator).explain(failure, "agent kms1:7417");
          assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_EXPIRED);
          assertThat(refusal.operatorMessage())
              .contains("refused our certificate: certificate expired");
        });
  }

  /** RFC 8446 hands out tickets; one that is taken up shows no certificate again. */
  @Test
  void callerThatReconnects_isCheckedAnew() {
    TlsIdentity coordinator =
        TlsIdentity.load(pki.issue(Role.COORDINATOR, "coord1", Duration.ofHours(1)), callerClock);
    ChannelCredentials credentials = coordinator.channelCredentials(AGENT);
    server.with(credentials, EchoService::call);
    agentClock.advance(Duration.ofHours(2));

    server.with(
        credentials,
        channel -> assertThat(catchThrowable(() -> EchoService.call(channel))).isNotNull());
  }

  @Test
  void serverThatIsReconnectedTo_isCheckedAnew() {
    TlsIdentity coordinator = pki.identity(Role.COORDINATOR, "coord1");
    ChannelCredentials credentials = coordinator.channelCredentials(AGENT);
    server.with(credentials, EchoService::call);
    callerClock.advance(YEAR.plusDays(1));

    assertThat(refusal(coordinator, credentials).code()).isEqualTo(ErrorCode.TLS_EXPIRED);
  }

  @Test
  void tls12_isRefused() throws Exception {
    TlsFiles files = pki.issue(Role.COORDINATOR, "coord1", YEAR);
    ChannelCredentials old =
        NettySslContextChannelCredentials.create(
            GrpcSslContexts.forClient()
                .keyManager(files.chain().toFile(), files.key().toFile())
                .trustManager(files.bundle().toFile())
                .protocols("TLSv1.2")
                .build());

    KeyparityException refusal = refusal(TlsIdentity.load(files, callerClock), old);

    assertThat(refusal.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
    assertThat(refusal.operatorMessage()).contains("protocol_version");
    assertThat(server.refusals).isEmpty();
  }

  @Test
  void otherClientWithOurCertificateOverTls13_isAccepted() throws Exception {
    TlsFiles files = pki.issue(Role.COORDINATOR, "coord1", YEAR);
    ChannelCredentials plain =
        TlsChannelCredentials.newBuilder()
            .keyManager(files.chain().toFile(), files.key().toFile())
            .trustManager(files.bundle().toFile())
            .build();

    server.with(
        plain, channel -> assertThat(EchoService.call(channel)).endsWith("coordinator/coord1"));
  }

  @Test
  void clearText_isRefused() {
    KeyparityException refusal =
        refusal(pki.identity(Role.COORDINATOR, "coord1"), InsecureChannelCredentials.create());

    assertThat(refusal.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
    assertThat(server.refusals).isEmpty();
  }

  @Test
  void otherTrustDomainUnderATrustedCa_isRefused() throws IOException {
    TestPki other = new TestPki(directory.resolve("other"), "test.example", callerClock);
    TlsFiles files = other.issue(Role.COORDINATOR, "coord1", YEAR);
    TlsFiles agentFiles = pki.issue(Role.AGENT, "kms9", YEAR);
    // The agent trusts both CAs, for instance in the middle of a move.
    Files.writeString(
        agentFiles.bundle(),
        Files.readString(pki.caCertificate()) + Files.readString(other.caCertificate()));
    Files.copy(pki.caCertificate(), files.bundle(), StandardCopyOption.REPLACE_EXISTING);
    TlsIdentity agentOfBoth = TlsIdentity.load(agentFiles, agentClock);

    try (EchoService both = new EchoService(agentOfBoth, Role.COORDINATOR)) {
      both.with(
          TlsIdentity.load(files, callerClock).channelCredentials(ExpectedPeer.anyOf(Role.AGENT)),
          channel -> assertThat(catchThrowable(() -> EchoService.call(channel))).isNotNull());
      assertThat(both.refusals).as("refused before any call").isEmpty();
    }
  }

  @Test
  void nobodyListening_isUnreachable() {
    server.close();

    KeyparityException refusal = refusal(pki.identity(Role.COORDINATOR, "coord1"), AGENT);

    assertThat(refusal.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
    assertThat(refusal.operatorMessage()).isEqualTo("agent kms1:7417: connection refused");
  }
}
