package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.AgentConfigFile;
import dev.keyparity.agent.AgentMetrics;
import dev.keyparity.coordinator.CoordinatorConfigFile;
import dev.keyparity.coordinator.inventory.ServiceFile;
import dev.keyparity.coordinator.telemetry.CoordinatorMetrics;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The reference documents say what the code says. After a change: {@code ./mvnw -pl deploy -am test
 * -Dtest=ReferenceTest -Dkeyparity.golden.update=true}, and read the difference.
 */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  @Test
  void config_document_equalsTheDeclarations() throws Exception {
    check(
        "config.md",
        """
        # Configuration

        Unknown keys are errors; `--check-config` reports every problem at once, then reads the certificate, key and
        password files that it names, as the user who asks. Durations read `5s`, `10m`, `2h`, `90d`.

        ## agent.yaml

        %s
        ## coordinator.yaml

        %s
        ## Service file (`keyparity service apply -f FILE`)

        %s"""
            .formatted(
                AgentConfigFile.SCHEMA.toMarkdown(),
                CoordinatorConfigFile.SCHEMA.toMarkdown(),
                ServiceFile.SCHEMA.toMarkdown()));
  }

  @Test
  void errors_document_equalsTheCodes() throws Exception {
    StringBuilder table = new StringBuilder();
    for (ErrorCode code : ErrorCode.values()) {
      table.append(
          "| `%s` | %s | %s | %d |%n"
              .formatted(code, code.doc(), code.nextAction().name(), code.exitMeaning().status()));
    }
    check(
        "errors.md",
        """
        # Error codes

        Every refusal carries one of these, a sentence that says what, where and what was expected, and what to do.
        Next action: RETRY the same again; RE_OBSERVE, something moved on; ASK_OPERATOR, a person decides; STOP, an invariant is broken.

        | code | meaning | next action | exit |
        |---|---|---|---|
        %s"""
            .formatted(table));
  }

  @Test
  void metrics_document_equalsTheDeclarations() throws Exception {
    check(
        "metrics.md",
        """
        # Metrics

        Prometheus's text format at `/metrics`: an agent's on port 7420, a coordinator's on 7419, both on the loopback
        address until the configuration says otherwise. Names and labels are stable. No key name, path or digest stands in
        a label. Alert rules with their tests: `share/prometheus`; a test keeps every name and label in rules, runbooks and
        documents equal to what is exported. Scrape every agent and every coordinator.

        ## Every process

        %s
        ## Agent

        %s
        ## Coordinator

        What a coordinator says of itself and of its calls is there always. What it says of services and hosts is there
        only while it leads, and vanishes when it does not: no scrape shows two truths, or an old one. Ten hosts make
        8 KiB.

        - `keyparity_host_parity` has the series of the present verdict only, and none before a key is approved. `UNKNOWN`
          is a verdict and never good.
        - `keyparity_host_in_parity` is 1 for `IN_PARITY` and `EQUIVALENT` only. In the first seconds of a leadership,
          until every host was heard or given up, a service has no such series.
        - `keyparity_drift_age_seconds` is there while an alarm stands: not for what an open run is about to mend, and not
          for a host that was never given the key.
        - `keyparity_run_step_state` is 1 on the current step of the open run; `state` is the run's: `running`, `waiting`,
          `blocked`, `paused`, `failed`. `keyparity_run_steps_total` counts what this process saw steps come to: `done`,
          `skipped`, `blocked`, `failed`.
        - `keyparity_decrypt_matrix_pairs` of the last matrix: `ok` (proven), `memory_only` (answered, proves no ring),
          `failed`; a result without a pair has no series.
        - `keyparity_gate_overridden` is absent while a gate is not.
        - `keyparity_enforcement_paused` and `keyparity_enforcement_pause_age_seconds` are absent while enforcement is not.
          The age counts from the record of the pause, so it goes on under the next leader.
        - `keyparity_leaders_seen` is 1 where all is well: the leader itself. Each other coordinator that took an agent
          from it in the last minute is one more: an agent that obeyed this leader and then said that it obeys another,
          under no lower epoch. So a coordinator that is not scraped is seen, too: of another ZooKeeper, or with a stolen
          certificate. An agent's former leader is none, and so is whoever an agent obeyed before this one led. Standbys
          do not speak with agents and do not export it. What an agent refuses of a former leader counts as rule `I3` of
          `keyparity_action_refused_total`.

        %s"""
            .formatted(
                MetricDeclaration.toMarkdown(Metrics.BUILT_IN),
                MetricDeclaration.toMarkdown(AgentMetrics.DECLARED),
                MetricDeclaration.toMarkdown(CoordinatorMetrics.ALL)));
  }

  private static void check(String name, String expected) throws Exception {
    Path file = REFERENCE.resolve(name);
    if (Boolean.getBoolean("keyparity.golden.update")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).isEqualTo(expected);
  }
}
