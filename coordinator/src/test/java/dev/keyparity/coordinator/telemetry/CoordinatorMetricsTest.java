package dev.keyparity.coordinator.telemetry;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.NOON;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.report;
import static dev.keyparity.coordinator.telemetry.FiguresBench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.MatrixEvidence;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepState;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.Sample;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Gate;
import dev.keyparity.proto.agent.v1.HostReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoordinatorMetricsTest {
  private static final int LARGEST_SCRAPE = 8 << 10;

  private static HostReport good(int host) {
    return report("kms" + host, KEY)
        .setNewestBackup(Backup.newBuilder().setVerified(true).setAtMs(-100_000))
        .build();
  }

  /** One host drifts, one is silent, its run is blocked, and everything else is as it should be. */
  private static void busy(FiguresBench bench, int hosts) {
    bench.leadership.gain();
    bench.approve();
    for (int host = 1; host <= hosts; host++) {
      bench.fleet.report(SERVICE, good(host));
    }
    bench.fleet.report(
        SERVICE,
        report("kms2", ROGUE)
            .setNewestBackup(Backup.newBuilder().setAtMs(-100_000))
            .setGate(Gate.newBuilder().setState(Gate.State.OVERRIDDEN))
            .setInstallMarker("run")
            .build());
    bench.fleet.put(
        SERVICE,
        new HostView(
            "kms3", HostView.Freshness.STALE, "silent", Duration.ofMillis(7200), good(3), null));
    bench.evidence.recordMatrix(
        bench.token(),
        SERVICE,
        new MatrixEvidence.Taken(
            0,
            new MatrixResult(
                NOON, List.of(new MatrixResult.Pair("kms1", "kms2", null, true, "", false)))));
    bench.evidence.prove(bench.token(), SERVICE, none -> RecoveryProofs.NONE);
    bench.start(Runs.of(Runs.ONE, RunState.BLOCKED, StepState.DONE, StepState.BLOCKED));
    bench.metrics.stepped(
        Runs.of(Runs.ONE, RunState.RUNNING, StepState.RUNNING, StepState.PENDING));
    bench.metrics.stepped(Runs.of(Runs.ONE, RunState.BLOCKED, StepState.DONE, StepState.BLOCKED));
    bench.metrics.ended(AgentRpc.FENCE.name(), "kms1", Optional.empty(), Duration.ofMillis(3));
    bench.metrics.ended(
        AgentRpc.FENCE.name(),
        "kms3",
        Optional.of(ErrorCode.PEER_UNREACHABLE),
        Duration.ofSeconds(2));
    eventually(() -> assertThat(bench.series("keyparity_drift_age_seconds{")).hasSize(1));
    eventually(() -> assertThat(bench.series("keyparity_run_age_seconds{")).hasSize(1));
  }

  @Test
  void leader_exportsEveryMetricThatIsDeclared() {
    try (FiguresBench bench = new FiguresBench(3)) {
      busy(bench, 3);
      bench.metrics.rested("not-ours");
      bench.evidence.pause(
          bench.token(),
          SERVICE,
          new Pause(NOON, "bob", "storage work"),
          new EventLog.Event(NOON, EventLog.Severity.WARNING, "paused"));
      eventually(() -> assertThat(bench.series("keyparity_enforcement_paused{")).hasSize(1));

      String scrape = bench.scrape();

      for (MetricDeclaration metric : CoordinatorMetrics.ALL) {
        assertThat(scrape).containsPattern("(?m)^" + metric.name() + "(_count)?[ {]");
      }
      assertThat(bench.escaped).isEmpty();
    }
  }

  @Test
  void leader_seriesOfAHost_areThose() {
    try (FiguresBench bench = new FiguresBench(3)) {
      busy(bench, 3);

      assertThat(bench.series("keyparity_host_parity{"))
          .containsExactlyInAnyOrder(
              "keyparity_host_parity{host=\"kms1\",service=\"kms-prod\",verdict=\"IN_PARITY\"} 1.0",
              "keyparity_host_parity{host=\"kms2\",service=\"kms-prod\",verdict=\"DIVERGED\"} 1.0",
              "keyparity_host_parity{host=\"kms3\",service=\"kms-prod\",verdict=\"UNKNOWN\"} 1.0");
      assertThat(bench.scrape())
          .contains(
              "keyparity_host_in_parity{host=\"kms3\",service=\"kms-prod\"} 0.0",
              "keyparity_host_report_age_seconds{host=\"kms3\",service=\"kms-prod\"} 7.2",
              "keyparity_backup_age_seconds{host=\"kms3\",service=\"kms-prod\"} 100.0",
              "keyparity_backup_verified{host=\"kms2\",service=\"kms-prod\"} 0.0",
              "keyparity_drift_detected_total{service=\"kms-prod\"} 1.0",
              "keyparity_warning_drift{host=\"kms2\",kind=\"UNFINISHED_INSTALL\",service=\"kms-prod\"} 1.0",
              "keyparity_run_step_state{service=\"kms-prod\",state=\"blocked\",step=\"divergence\"} 1.0",
              "keyparity_run_steps_total{result=\"blocked\"} 1.0",
              "keyparity_agent_rpc_failures_total{code=\"PEER_UNREACHABLE\",rpc=\"Fence\"} 1.0",
              "keyparity_certificate_expiry_seconds{peer=\"coord1\"} 2592000.0");
    }
  }

  @Test
  void leadershipSuspendedOrLost_everythingOfServicesVanishes_andComesAgain() {
    try (FiguresBench bench = new FiguresBench(3)) {
      busy(bench, 3);

      bench.leadership.suspend();
      assertThat(bench.scrape()).doesNotContain("kms").contains("keyparity_is_leader 0.0");

      bench.leadership.resume();
      assertThat(bench.series("keyparity_host_parity{")).hasSize(3);

      bench.leadership.lose();
      assertThat(bench.scrape()).doesNotContain("kms").contains("keyparity_leader_epoch 0.0");

      bench.leadership.gain();
      eventually(() -> assertThat(bench.series("keyparity_drift_age_seconds{")).hasSize(1));
      assertThat(bench.scrape()).contains("keyparity_leader_epoch 2.0");
    }
  }

  @Test
  void standby_exportsItsRoleAndNoService() {
    try (FiguresBench bench = new FiguresBench(3)) {
      bench.fleet.report(SERVICE, good(1));

      assertThat(bench.scrape())
          .contains("keyparity_is_leader 0.0", "keyparity_zookeeper_connected 1.0")
          .contains("keyparity_certificate_expiry_seconds{peer=\"coord1\"}", "keyparity_build_info")
          .doesNotContain("kms");
    }
  }

  @Test
  void leadership_endsWhileSeriesArePutTogether_noneIsExported() {
    try (FiguresBench bench = new FiguresBench(3)) {
      Metrics registry = new Metrics(CoordinatorMetrics.ALL);
      CoordinatorMetrics metrics =
          new CoordinatorMetrics(registry, Clock.systemUTC(), bench.leadership);
      bench.leadership.gain();
      metrics.whileLeading(
          Declared.RUN_AGE,
          () -> {
            bench.leadership.lose();
            return List.of(Sample.of(1, SERVICE));
          });

      assertThat(registry.declarations()).contains(Declared.RUN_AGE);
      assertThat(FiguresBench.scrape(registry)).doesNotContain(Declared.RUN_AGE.name());
    }
  }

  /** Every fifteen seconds, from every cluster, for ever. */
  @Test
  void scrape_ofTenHosts_isSmall() {
    try (FiguresBench bench = new FiguresBench(10)) {
      busy(bench, 10);

      String scrape = bench.scrape();

      assertThat(bench.series("keyparity_host_parity{")).hasSize(10);
      assertThat(scrape.getBytes(StandardCharsets.UTF_8).length)
          .as(bySize(scrape))
          .isLessThanOrEqualTo(LARGEST_SCRAPE);
    }
  }

  private static String bySize(String scrape) {
    return Stream.of(scrape.split("(?m)(?=^# HELP)"))
        .map(metric -> metric.length() + " " + metric.lines().findFirst().orElse(""))
        .collect(Collectors.joining("\n"));
  }
}
