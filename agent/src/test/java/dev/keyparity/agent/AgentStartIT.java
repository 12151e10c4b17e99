package dev.keyparity.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent says that cannot start, and what it leaves behind: nothing. */
class AgentStartIT {
  @TempDir Path folder;
  private TestFleet fleet;

  @BeforeEach
  void oneHost() throws Exception {
    fleet = new TestFleet(folder);
    fleet.ring("kms1", TestRing.ALPHA);
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private void refused(AgentConfig config, ErrorCode code, String... said) {
    refused(config, Clock.systemUTC(), code, said);
  }

  private void refused(AgentConfig config, Clock clock, ErrorCode code, String... said) {
    assertThatThrownBy(() -> AgentProcess.start(config, KmsParts.real(), clock))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).as(e.operatorMessage()).isEqualTo(code);
              assertThat(e.operatorMessage()).contains(said);
              assertThat(e.whatToDo()).isNotBlank();
            });
    // Whatever was taken is let go of: the same state directory serves the next start.
    fleet.start("kms1");
    assertThat(new TestLeader(fleet, 1, "c").facts("kms1").getHost()).isEqualTo("kms1");
  }

  private static AgentConfig with(AgentConfig config, HostPort listen, TlsFiles tls) {
    return new AgentConfig(
        config.group(),
        config.name(),
        listen,
        tls,
        config.stateDirectory(),
        config.status(),
        config.logLevel(),
        config.refusesEffects(),
        config.operators(),
        config.approvals(),
        config.largestEpochJump(),
        config.recoveryKeys(),
        config.services(),
        config.dependants(),
        config.clients());
  }

  @Test
  void portInUse_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AgentConfig config = fleet.config("kms1");
      HostPort port = new HostPort("127.0.0.1", taken.getLocalPort());

      refused(
          with(config, port, config.tls()),
          ErrorCode.PORT_IN_USE,
          "127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void certificate_ofAnotherRoleOrHost_isNamed() {
    AgentConfig config = fleet.config("kms1");

    refused(
        with(config, config.listen(), TlsFiles.in(fleet.tls("coord1"))),
        ErrorCode.TLS_WRONG_ROLE,
        "coordinator coord1",
        "agent kms1");
    fleet.stop("kms1");
    refused(
        with(config, config.listen(), TlsFiles.in(fleet.tls("kms2"))),
        ErrorCode.TLS_WRONG_ROLE,
        "agent kms2");
  }

  @Test
  void expiredCertificate_isNamed() {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3));

    refused(fleet.config("kms1"), later, ErrorCode.TLS_EXPIRED, "expired at");
  }

  @Test
  void missingTlsFiles_areNamed() {
    AgentConfig config = fleet.config("kms1");

    refused(
        with(config, config.listen(), TlsFiles.in(folder.resolve("none"))),
        ErrorCode.UNREADABLE,
        "none");
  }

  @Test
  void auditLogThatWasChanged_stopsTheAgent() throws Exception {
    fleet.start("kms1");
    fleet.stop("kms1");
    Path audit = fleet.config("kms1").stateDirectory().resolve("audit.jsonl");
    String text = Files.readString(audit);
    Files.writeString(audit, text.replace("agent-started", "agent-stopped"));

    assertThatThrownBy(() -> fleet.start("kms1"))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_BROKEN));
    Files.writeString(audit, text);
  }

  @Test
  void unreadableKeyDirectory_isReportedAndDoesNotStopTheAgent() throws Exception {
    assumeFalse(
        System.getProperty("user.name").equals("root"), "root reads what others cannot read");
    Files.setPosixFilePermissions(fleet.keys("kms1"), PosixFilePermissions.fromString("---------"));
    fleet.start("kms1");

    assertThat(new TestLeader(fleet, 1, "c").facts("kms1").getKeyDirectory().getSoundness())
        .isEqualTo(KeyDirectory.Soundness.UNREADABLE);
    Files.setPosixFilePermissions(fleet.keys("kms1"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void partsOfCopies_thatAKilledAgentLeft_areRemoved() throws Exception {
    Path incoming = fleet.config("kms1").stateDirectory().resolve("incoming");
    Files.createDirectories(incoming);
    Files.writeString(incoming.resolve("copy-1.part"), "half");

    fleet.start("kms1");

    assertThat(incoming).isEmptyDirectory();
  }

  @Test
  void renewedCertificate_isUsedWithoutARestart() {
    fleet.start("kms1");
    TestLeader leader = new TestLeader(fleet, 1, "c");
    long before = leader.facts("kms1").getCertificateExpiresAtMs();
    fleet.ca().issue(Role.AGENT, "kms1", List.of(), Duration.ofDays(9), fleet.tls("kms1"));

    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(leader.facts("kms1").getCertificateExpiresAtMs()).isGreaterThan(before));
  }

  @Test
  void metrics_areThoseThatAreDeclared() throws Exception {
    fleet.start("kms1");
    int port = Objects.requireNonNull(fleet.agents.get("kms1")).statusPort();
    HttpClient client = HttpClient.newHttpClient();

    String metrics =
        client
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                BodyHandlers.ofString())
            .body();
    int ready =
        client
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build(),
                BodyHandlers.discarding())
            .statusCode();

    assertThat(metrics)
        .contains(
            "keyparity_agent_build_info{",
            "keyparity_certificate_expiry_seconds",
            "keyparity_audit_intact 1",
            "keyparity_agent_effects_under_way{service=\"kms-prod\"} 0");
    assertThat(ready).isEqualTo(200);
  }
}
