package dev.keyparity.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS on loopback: what an operator reads when it does not come about. */
class TlsErrorsIT {
  private static final String GET_STATUS = "keyparity.coordinator.v1.Admin/GetStatus";

  private static final Clock CLOCK = Clock.system(TestCli.ZONE);

  private final FakeAdmin admin =
      new FakeAdmin().answering("GetStatus", StatusReply.getDefaultInstance());
  private final TestCli cli = new TestCli().overTls().clock(CLOCK);
  private final List<Server> servers = new ArrayList<>();

  @TempDir static Path temp;

  @BeforeAll
  static void certificates() {
    MiniCa ca = MiniCa.init(temp.resolve("ca"), "example.org", Duration.ofDays(1), CLOCK);
    ca.issue(Role.OPERATOR, "alice", List.of(), Duration.ofHours(1), temp.resolve("alice"));
    ca.issue(Role.COORDINATOR, "coord1", List.of(), Duration.ofHours(1), temp.resolve("coord1"));
    ca.issue(Role.AGENT, "kms1", List.of(), Duration.ofHours(1), temp.resolve("kms1"));
  }

  @AfterEach
  void close() {
    cli.close();
    servers.forEach(Server::shutdownNow);
  }

  /** Starts a coordinator that shows the certificate of a directory. */
  private String serve(String directory, Role... allowed) {
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(temp.resolve(directory)), CLOCK);
    try {
      Server server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  identity.serverCredentials())
              .addService(admin.service())
              .intercept(
                  PeerAuthorization.of(
                      identity, Map.of(GET_STATUS, Set.of(allowed)), refusal -> {}))
              .build()
              .start();
      servers.add(server);
      return "127.0.0.1:" + server.getPort();
    } catch (IOException e) {
      throw new AssertionError("starting a coordinator on loopback", e);
    }
  }

  private Result status(String directory, String address) {
    return cli.tlsDirectory(temp.resolve(directory))
        .run("status", "--timeout", "30s", "--coordinator", address);
  }

  @Test
  void status_rightCertificates_answers() {
    assertThat(status("alice", serve("coord1", Role.OPERATOR)).exit()).isZero();
  }

  @Test
  void status_firstCoordinatorIsDown_answersFromTheSecond() throws IOException {
    String coordinators = closedPort() + "," + serve("coord1", Role.OPERATOR);

    assertThat(status("alice", coordinators).exit()).isZero();
  }

  @Test
  void status_ourCertificateIsNotAnOperators_saysSoBeforeConnecting() {
    Result result = status("kms1", serve("coord1", Role.OPERATOR));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.told())
        .contains("kms1/tls.crt: role is agent (expected: operator)", "keyparity pki issue");
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void status_ourCertificateIsExpired_saysSince() {
    Clock earlier = Clock.offset(CLOCK, Duration.ofHours(-2));
    MiniCa.open(temp.resolve("ca"), earlier)
        .issue(Role.OPERATOR, "alice", List.of(), Duration.ofHours(1), temp.resolve("old"));

    Result result = status("old", serve("coord1", Role.OPERATOR));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .contains("old/tls.crt: expired at ", "keyparity pki issue operator alice");
  }

  @Test
  void status_roleIsNotAllowedThere_saysWhoRefusedWhom() {
    String address = serve("coord1", Role.COORDINATOR);

    Result result = status("alice", address);

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .contains(
            "coordinator " + address + " refused our certificate: role is operator",
            "expected: coordinator");
  }

  @Test
  void status_serverIsAnAgent_saysSo() {
    Result result = status("alice", serve("kms1", Role.OPERATOR));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.told()).contains("role is agent (expected: coordinator)");
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void status_serversCertificateIsExpired_saysSo() {
    Clock earlier = Clock.offset(CLOCK, Duration.ofHours(-2));
    MiniCa.open(temp.resolve("ca"), earlier)
        .issue(
            Role.COORDINATOR, "coord1", List.of(), Duration.ofHours(1), temp.resolve("old-server"));

    Result result = status("alice", serve("old-server", Role.OPERATOR));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("certificate expired at ");
  }

  @Test
  void status_serverIsOfAnotherCa_namesBoth() {
    MiniCa.init(temp.resolve("other-ca"), "example.org", Duration.ofDays(1), CLOCK)
        .issue(Role.COORDINATOR, "evil", List.of(), Duration.ofHours(1), temp.resolve("evil"));

    Result result = status("alice", serve("evil", Role.OPERATOR));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("certificate issued by", "expected: by a CA of the trust");
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void status_weAreOfAnotherCa_saysWhatToLookAt() {
    MiniCa.init(temp.resolve("third-ca"), "example.org", Duration.ofDays(1), CLOCK)
        .issue(Role.OPERATOR, "mallory", List.of(), Duration.ofHours(1), temp.resolve("mallory"));

    Result result = status("mallory", serve("coord1", Role.OPERATOR));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void status_portIsClosed_saysConnectionRefused() throws IOException {
    String address = closedPort();

    Result result = status("alice", address);

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err())
        .contains("no coordinator can be reached", address + "  connection refused");
  }

  @Test
  void status_processIsStoppedAndNeverAnswers_goesOnToTheNextWithinSeconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String coordinators =
          "127.0.0.1:" + silent.getLocalPort() + "," + serve("coord1", Role.OPERATOR);

      assertThat(status("alice", coordinators).exit()).isZero();
    }
  }

  @Test
  void status_missingOrReadableByAllKey_isAConfigurationError() throws IOException {
    Result missing = status("nowhere", "127.0.0.1:1");
    assertThat(missing.exit()).isEqualTo(3);
    assertThat(missing.err()).containsPattern("tls\\.key:\\s+no\\s+such\\s+file");

    Path open = Files.createDirectory(temp.resolve("open"));
    for (String file : List.of("tls.key", "tls.crt", "ca.crt")) {
      Files.copy(temp.resolve("alice").resolve(file), open.resolve(file));
    }
    Files.setPosixFilePermissions(
        open.resolve("tls.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(status("open", "127.0.0.1:1").exit()).isEqualTo(3);
  }

  private Result doctor(String directory, String address) {
    return cli.tlsDirectory(temp.resolve(directory))
        .run("doctor", "--timeout", "30s", "--coordinator", address);
  }

  /** Each by its name, on real handshakes: what TLS says is not always what was wrong. */
  @Test
  void doctor_tellsCertificatesFromPorts() throws IOException {
    Result agentsCertificate = doctor("alice", serve("kms1", Role.OPERATOR));
    assertThat(agentsCertificate.out()).contains("coordinator-certificate: ");
    assertThat(agentsCertificate.exit()).isEqualTo(3);

    Result closed = doctor("alice", closedPort());
    assertThat(closed.out()).contains("coordinator-unreachable: ", "✓ certificate");
    assertThat(closed.exit()).isEqualTo(4);

    Result ours = doctor("kms1", closedPort());
    assertThat(ours.out()).contains("own-certificate: ").doesNotContain("coordinator-");
    assertThat(ours.exit()).isEqualTo(3);
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
