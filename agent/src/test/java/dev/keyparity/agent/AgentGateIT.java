package dev.keyparity.agent;

import static dev.keyparity.proto.agent.v1.ControlRequest.Action.START;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.gate.GateOverrides;
import dev.keyparity.agent.guard.state.DirectoryStateFiles;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.proto.agent.v1.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running agent reports of its host's gate, and how an override gets into its audit log. */
class AgentGateIT {
  private static final String HOST = "kms3";

  @TempDir Path folder;
  private TestFleet fleet;
  private TestLeader leader;

  @BeforeEach
  void threeHosts() throws Exception {
    fleet = TestFleet.serving(folder, TestRing.ALPHA, TestRing.ALPHA, TestRing.ALPHA);
    leader = new TestLeader(fleet, 1, "coord1#1");
    SignedDocument statement = leader.statement(1, TestRing.ALPHA);
    leader.warrantFor(statement, TestRing.ALPHA, Map.of());
    leader.fenceAll();
    TestFleet.HOSTS.forEach(host -> leader.putStatement(host, statement));
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private Path state() {
    return folder.resolve(HOST).resolve("state");
  }

  private Gate gate() {
    return leader.facts(HOST).getGate();
  }

  /** As the command line does on that host, with or without an agent. */
  private String override(Duration length) {
    return new GateOverrides(new DirectoryStateFiles(state()), TestFleet.SERVICE)
        .give(
            length,
            "alice",
            "the vendor is on the phone",
            ProcessTable.ofHost(Clock.systemUTC()).now(),
            new SecureRandom())
        .id();
  }

  private List<String> audited() throws Exception {
    return Files.readAllLines(state().resolve("audit.jsonl")).stream()
        .filter(line -> line.contains("\"event\":\"gate-"))
        .toList();
  }

  private void awaitAudited(int lines) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(audited()).hasSize(lines));
  }

  @Test
  void report_tellsHowTheGateStands() throws Exception {
    assertThat(gate().getState()).isEqualTo(Gate.State.OPEN);

    fleet.ring(HOST, TestRing.BETA);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> gate().getReason().startsWith("DIVERGED"));
    assertThat(gate().getState()).isEqualTo(Gate.State.CLOSED);

    override(Duration.ofMinutes(5));
    assertThat(gate().getState()).isEqualTo(Gate.State.OVERRIDDEN);
    assertThat(gate().getReason()).isEqualTo("by alice: the vendor is on the phone");

    override(Duration.ZERO);
    assertThat(gate().getState()).isEqualTo(Gate.State.CLOSED);
  }

  @Test
  void override_isTakenIntoTheAuditLogOnce_howeverOftenTheAgentStarts() throws Exception {
    String first = override(Duration.ofMinutes(5));
    awaitAudited(1);
    fleet.stop(HOST);
    String second = override(Duration.ofMinutes(5));
    fleet.start(HOST);
    awaitAudited(2);
    fleet.crash(HOST);
    override(Duration.ZERO);
    awaitAudited(3);

    assertThat(audited().get(0))
        .contains(first, "\"by\":\"alice\"", "the vendor is on the phone", "gate-overridden");
    assertThat(audited().get(1)).contains(second, "gate-overridden");
    assertThat(audited().get(2)).contains("gate-override-ended");
  }

  /** An override is for a hand on that host; a run goes on keeping to what was approved. */
  @Test
  void override_liftsNoCheckOfTheAgentsOwnStarts() throws Exception {
    leader.control(HOST, STOP, 1, leader.permits(HOST, List.of("kms1", "kms2")));
    fleet.ring(HOST, TestRing.BETA);
    override(Duration.ofMinutes(5));

    assertThatThrownBy(() -> leader.control(HOST, START, 1, List.of()))
        .hasMessageContaining("DIVERGED");
  }
}
