package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.RpcObserver;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.Sample;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Gate;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Warning;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Every metric of the coordinator that can be derived from what agents report and who leads. */
public final class CoordinatorMetrics implements RpcObserver {
  static final MetricDeclaration IS_LEADER =
      MetricDeclaration.gauge("keyparity_is_leader", "1 while this coordinator leads.");
  static final MetricDeclaration EPOCH =
      MetricDeclaration.gauge(
          "keyparity_leader_epoch", "The epoch this coordinator leads under; 0 if it does not.");
  static final MetricDeclaration ZOOKEEPER =
      MetricDeclaration.gauge("keyparity_zookeeper_connected", "1 while ZooKeeper can be reached.");
  static final MetricDeclaration OWN_CERTIFICATE =
      MetricDeclaration.gauge(
          "keyparity_certificate_expiry_seconds",
          "Until a certificate ends; negative after it.",
          "peer");
  static final MetricDeclaration REPORT_AGE =
      MetricDeclaration.gauge(
          "keyparity_host_report_age_seconds",
          "At most how old the newest report of a host is; absent before the first.",
          "service",
          "host");
  static final MetricDeclaration BACKUP_AGE =
      MetricDeclaration.gauge(
          "keyparity_backup_age_seconds",
          "How old the newest backup of a host is.",
          "service",
          "host");
  static final MetricDeclaration BACKUP_VERIFIED =
      MetricDeclaration.gauge(
          "keyparity_backup_verified",
          "1 if the newest backup was read back and compared.",
          "service",
          "host");
  static final MetricDeclaration BACKUP_COPIES =
      MetricDeclaration.gauge(
          "keyparity_backup_copies",
          "How many other hosts hold a copy of the newest backup.",
          "service",
          "host");
  static final MetricDeclaration GATE_OVERRIDDEN =
      MetricDeclaration.gauge(
          "keyparity_gate_overridden", "1 while a start gate is overridden.", "service", "host");
  static final MetricDeclaration WARNING_DRIFT =
      MetricDeclaration.gauge(
          "keyparity_warning_drift",
          "1 for each kind of drift at warning level.",
          "service",
          "host",
          "kind");
  static final MetricDeclaration AGENT_BUILD =
      MetricDeclaration.info("keyparity_agent_build_info", "What agents run.", "host", "version");
  static final MetricDeclaration RPC_SECONDS =
      MetricDeclaration.histogram(
          "keyparity_agent_rpc_seconds", "How long calls to agents took.", "rpc");
  static final MetricDeclaration RPC_FAILURES =
      MetricDeclaration.counter(
          "keyparity_agent_rpc_failures_total", "Calls to agents that failed.", "rpc", "code");

  /** For the reference and for the process's {@link Metrics}. */
  public static final List<MetricDeclaration> ALL =
      List.of(
          IS_LEADER,
          EPOCH,
          ZOOKEEPER,
          OWN_CERTIFICATE,
          REPORT_AGE,
          BACKUP_AGE,
          BACKUP_VERIFIED,
          BACKUP_COPIES,
          GATE_OVERRIDDEN,
          WARNING_DRIFT,
          AGENT_BUILD,
          RPC_SECONDS,
          RPC_FAILURES);

  private final Metrics metrics;
  private final Clock clock;

  public CoordinatorMetrics(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Exports who leads.
   *
   * @param expiry of our own certificate
   */
  public void watch(Leadership leadership, BooleanSupplier zookeeper, Supplier<Instant> expiry) {
    metrics.gauge(IS_LEADER, () -> leadership.token().isPresent() ? 1 : 0);
    metrics.gauge(EPOCH, () -> leadership.token().map(FencingToken::epoch).orElse(0L));
    metrics.gauge(ZOOKEEPER, () -> zookeeper.getAsBoolean() ? 1 : 0);
    metrics.gauge(OWN_CERTIFICATE, () -> secondsUntil(expiry.get()), "self");
  }

  /** Exports what agents report. */
  public void watch(Fleet fleet) {
    metrics.family(
        REPORT_AGE,
        () ->
            samples(
                fleet,
                (service, host) ->
                    host.age().isNegative()
                        ? List.of()
                        : List.of(Sample.of(seconds(host.age()), service, host.host()))));
    ofReports(BACKUP_AGE, fleet, (names, report) -> backup(report).map(this::age));
    ofReports(
        BACKUP_VERIFIED,
        fleet,
        (names, report) -> backup(report).map(b -> b.getVerified() ? 1. : 0));
    ofReports(
        BACKUP_COPIES,
        fleet,
        (names, report) -> backup(report).map(b -> (double) b.getCopyReceiptsCount()));
    ofReports(
        GATE_OVERRIDDEN,
        fleet,
        (names, report) ->
            Optional.of(report.getGate().getState() == Gate.State.OVERRIDDEN ? 1. : 0));
    metrics.family(WARNING_DRIFT, () -> samples(fleet, CoordinatorMetrics::warnings));
    metrics.family(AGENT_BUILD, () -> builds(fleet.snapshot()));
  }

  private void ofReports(
      MetricDeclaration metric,
      Fleet fleet,
      BiFunction<String, HostReport, Optional<Double>> value) {
    metrics.family(
        metric,
        () ->
            samples(
                fleet,
                (service, host) ->
                    host.lastReport()
                        .flatMap(report -> value.apply(service, report))
                        .map(v -> List.of(Sample.of(v, service, host.host())))
                        .orElse(List.of())));
  }

  private static List<Sample> samples(
      Fleet fleet, BiFunction<String, HostView, List<Sample>> ofHost) {
    List<Sample> samples = new ArrayList<>();
    fleet
        .snapshot()
        .services()
        .forEach(
            (service, hosts) ->
                hosts.hosts().values().forEach(h -> samples.addAll(ofHost.apply(service, h))));
    return samples;
  }

  private static List<Sample> warnings(String service, HostView host) {
    TreeSet<String> kinds = new TreeSet<>();
    host.lastReport()
        .ifPresent(
            report ->
                report.getKeyDirectory().getWarningsList().stream()
                    .map(Warning::getKind)
                    .forEach(kinds::add));
    return kinds.stream().map(kind -> Sample.of(1, service, host.host(), kind)).toList();
  }

  /** Two services on one agent are one build: a series must not come twice. */
  private static List<Sample> builds(FleetSnapshot snapshot) {
    TreeSet<String> seen = new TreeSet<>();
    List<Sample> samples = new ArrayList<>();
    for (FleetSnapshot.ServiceView service : snapshot.services().values()) {
      for (HostView host : service.hosts().values()) {
        String version = host.lastReport().map(report -> report.getBuild().getVersion()).orElse("");
        if (!version.isEmpty() && seen.add(host.host() + "\n" + version)) {
          samples.add(Sample.of(1, host.host(), version));
        }
      }
    }
    return samples;
  }

  private static Optional<Backup> backup(HostReport report) {
    return report.hasNewestBackup() ? Optional.of(report.getNewestBackup()) : Optional.empty();
  }

  private double age(Backup backup) {
    return seconds(Duration.between(Instant.ofEpochMilli(backup.getAtMs()), clock.instant()));
  }

  private double secondsUntil(Instant end) {
    return seconds(Duration.between(clock.instant(), end));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** {@link AgentRpc} names are a closed set, and so are codes: the labels stay bounded. */
  @Override
  public void ended(String rpc, String host, Optional<ErrorCode> failure, Duration took) {
    metrics.histogram(RPC_SECONDS, rpc).record(took);
    failure.ifPresent(code -> metrics.counter(RPC_FAILURES, rpc, code.name()).inc());
  }
}
