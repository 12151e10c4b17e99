package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Sample;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Gate;
import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What agents report, as samples. Pure. A backup does not go away because its host is silent; what
 * holds only now, such as an overridden gate, is not said of one.
 */
@FunctionalInterface
interface ReportFigures {
  List<Sample> of(FleetSnapshot snapshot);

  /** All of them. */
  Map<MetricDeclaration, ReportFigures> ALL =
      Map.of(
          Declared.REPORT_AGE, ReportFigures::ages,
          Declared.BACKUP_AGE, ReportFigures::backupAges,
          Declared.BACKUP_VERIFIED, ofBackups(backup -> backup.getVerified() ? 1. : 0),
          Declared.BACKUP_COPIES, ofBackups(backup -> (double) backup.getCopyReceiptsCount()),
          Declared.GATE_OVERRIDDEN, ReportFigures::overriddenGates);

  private static List<Sample> ages(FleetSnapshot snapshot) {
    return ofHosts(
        snapshot,
        host ->
            host.age().isNegative()
                ? Optional.empty()
                : Optional.of(host.age().toMillis() / 1000.0));
  }

  private static List<Sample> backupAges(FleetSnapshot snapshot) {
    return ofBackups(
            backup ->
                (double)
                    Duration.between(Instant.ofEpochMilli(backup.getAtMs()), snapshot.at())
                        .toSeconds())
        .of(snapshot);
  }

  private static ReportFigures ofBackups(Function<Backup, Double> value) {
    return snapshot ->
        ofHosts(
            snapshot,
            host ->
                host.lastReport()
                    .filter(HostReport::hasNewestBackup)
                    .map(HostReport::getNewestBackup)
                    .map(value));
  }

  private static List<Sample> overriddenGates(FleetSnapshot snapshot) {
    return ofHosts(
        snapshot,
        host ->
            host.fresh()
                .filter(report -> report.getGate().getState() == Gate.State.OVERRIDDEN)
                .map(report -> 1.));
  }

  private static List<Sample> ofHosts(
      FleetSnapshot snapshot, Function<HostView, Optional<Double>> value) {
    List<Sample> samples = new ArrayList<>();
    snapshot
        .services()
        .forEach(
            (service, hosts) ->
                hosts
                    .hosts()
                    .values()
                    .forEach(
                        host ->
                            value
                                .apply(host)
                                .map(v -> Sample.of(v, service, host.host()))
                                .ifPresent(samples::add)));
    return samples;
  }
}
