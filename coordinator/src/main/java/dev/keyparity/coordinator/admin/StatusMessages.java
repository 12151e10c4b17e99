package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.admin.StatusBoard.Told;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Gate;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.MatrixStatus;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.proto.coordinator.v1.Policy;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A service's status as a message. Pure. */
final class StatusMessages {
  /** As many as a screen has room for. */
  static final int LAST_EVENTS = 10;

  private static final String UNKNOWN = "unknown";

  private StatusMessages() {}

  /**
   * @param hosts as last heard of; empty before the fleet follows the service
   * @param told what is on record; empty before it was read
   * @param events how many at most, the newest
   */
  static ServiceStatus of(
      ServiceSpec spec,
      ServiceParity parity,
      Optional<ServiceView> hosts,
      Optional<Told> told,
      int events) {
    ServiceStatus.Builder status =
        ServiceStatus.newBuilder()
            .setService(spec.service())
            .setInParity(parity.isInParity())
            .addAllApproved(parity.approved());
    parity
        .hosts()
        .forEach(
            host ->
                status.addHosts(
                    host(host, hosts.flatMap(view -> view.host(host.verdict().host())))));
    Optional<RunJournal> run = told.map(Told::run);
    run.ifPresent(journal -> status.setRun(RunMessages.brief(journal)));
    told.ifPresent(
        records -> {
          Optional.ofNullable(records.matrix()).ifPresent(it -> status.setMatrix(matrix(it)));
          Optional.ofNullable(records.survey())
              .ifPresent(it -> status.setSurvey(survey(it, records)));
          Optional.ofNullable(records.pause()).ifPresent(it -> status.setPaused(paused(it)));
          records.events().stream()
              .limit(events)
              .map(StatusMessages::event)
              .forEach(status::addEvents);
          records
              .changes()
              .entries()
              .forEach(change -> status.addChanges(change(change, having(change, spec, hosts))));
        });
    if (spec.policy().onDrift() != ServiceSpec.OnDrift.ALERT) {
      status.setPolicy(policy(spec, told));
    }
    Set<String> listed = told.map(Told::listed).orElse(Set.of());
    return status.addAllWhatToDo(Advice.of(spec, parity, hosts, listed, run)).build();
  }

  private static HostStatus host(ServiceParity.Host judged, Optional<HostView> view) {
    HostVerdict verdict = judged.verdict();
    Optional<HostReport> fresh = view.flatMap(HostView::fresh);
    HostStatus.Builder status =
        HostStatus.newBuilder()
            .setHost(verdict.host())
            .setVerdict(verdict.verdict().map(Enum::name).orElse(""))
            .setReason(verdict.reason())
            .setReportAgeMs(view.map(HostView::age).orElse(HostView.NEVER).toMillis())
            .setKms(fresh.map(StatusMessages::kms).orElse(UNKNOWN))
            .setGate(fresh.map(StatusMessages::gate).orElse(UNKNOWN))
            .addAllWarnings(verdict.warnings())
            .setSinceMs(judged.since().map(Instant::toEpochMilli).orElse(0L))
            .setFingerprint(verdict.held())
            .addAllFingerprints(
                fresh.map(report -> HostFacts.of(report).primaryFirst()).orElse(List.of()));
    // A backup does not go away because its host is silent.
    view.flatMap(HostView::lastReport)
        .filter(HostReport::hasNewestBackup)
        .ifPresent(report -> status.setBackup(backup(report.getNewestBackup())));
    return status.build();
  }

  /** A process that does not answer yet serves nobody: only what answers is up. */
  private static String kms(HostReport report) {
    return switch (report.getKms().getState()) {
      case UP -> "up";
      case STARTING, DOWN -> "down";
      default -> UNKNOWN;
    };
  }

  private static String gate(HostReport report) {
    Gate.State state = report.getGate().getState();
    return switch (state) {
      case OPEN, CLOSED, OVERRIDDEN -> state.name().toLowerCase(Locale.ROOT);
      default -> "absent";
    };
  }

  private static BackupStatus backup(Backup backup) {
    return BackupStatus.newBuilder()
        .setAtMs(backup.getAtMs())
        .setVerified(backup.getVerified())
        .setCopies(backup.getCopyReceiptsCount())
        .build();
  }

  private static MatrixStatus matrix(MatrixResult matrix) {
    return MatrixStatus.newBuilder()
        .setPairs(matrix.pairs().size())
        .setOk(matrix.ok())
        .setMemoryOnly(matrix.memoryOnly())
        .setAtMs(matrix.at().toEpochMilli())
        .build();
  }

  private static SurveyStatus survey(SurveyResult survey, Told told) {
    return SurveyStatus.newBuilder()
        .setVersions(survey.versions().size())
        .setGivenUp((int) survey.versions().stream().filter(told.givenUp()::contains).count())
        .setOpenedByAll(survey.openedByAll(told.givenUp()))
        .setAtMs(survey.at().toEpochMilli())
        .build();
  }

  private static Policy policy(ServiceSpec spec, Optional<Told> told) {
    Policy.Builder policy =
        Policy.newBuilder().setOnDrift(SettingType.textOf(spec.policy().onDrift()));
    told.flatMap(records -> Optional.ofNullable(records.standing()))
        .ifPresent(
            standing ->
                policy
                    .setAllowedBy(standing.by())
                    .setAllowedUntilMs(standing.warrant().expiresAt().toEpochMilli())
                    .setIsOutdated(told.orElseThrow().isStandingOutdated()));
    return policy.build();
  }

  static Paused paused(Pause pause) {
    return Paused.newBuilder()
        .setReason(pause.reason())
        .setBy(pause.by())
        .setSinceMs(pause.since().toEpochMilli())
        .build();
  }

  /** Whose report that still counts has exactly these bytes. */
  private static List<String> having(
      SanctionedChanges.Entry change, ServiceSpec spec, Optional<ServiceView> hosts) {
    return spec.hosts().stream()
        .map(ServiceSpec.Host::name)
        .filter(
            host ->
                hosts
                    .flatMap(view -> HostFacts.fresh(view, host))
                    .map(HostFacts::files)
                    .filter(files -> change.sha256().equals(files.get(change.file())))
                    .isPresent())
        .toList();
  }

  private static OpenChange change(SanctionedChanges.Entry entry, List<String> having) {
    return OpenChange.newBuilder()
        .setFile(entry.file())
        .setSha256(entry.sha256())
        .setFromMs(entry.from().toEpochMilli())
        .setUntilMs(entry.until().toEpochMilli())
        .setBy(entry.by())
        .setReason(entry.reason())
        .addAllHosts(having)
        .build();
  }

  private static Event event(EventLog.Event event) {
    return Event.newBuilder()
        .setAtMs(event.at().toEpochMilli())
        .setSeverity(event.severity().text())
        .setMessage(event.message())
        .build();
  }
}
