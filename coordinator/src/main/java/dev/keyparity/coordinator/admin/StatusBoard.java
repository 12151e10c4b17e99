package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.evidence.StandingWarrant;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.records.RecordCache;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.statuspage.Sheet;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The status of services, put together from what is known already: nobody is asked and nothing is
 * read while somebody waits. Thread-safe.
 */
final class StatusBoard implements Component {
  private final Ports ports;
  private final ApprovedStatements statements;
  private final RecordCache<Told> records;

  /** What a status is put together from. */
  record Ports(
      String coordinator,
      Leadership leadership,
      Fleet fleet,
      ParityBoard parity,
      WatchedRecords records,
      Evidence evidence,
      JournalStore journals,
      FaultHandler faults) {}

  /**
   * What is on record of a service, beside who holds what.
   *
   * @param approved the identity statement; null while no key is approved
   * @param standing what operators let policy do; null if nothing
   */
  record Told(
      @Nullable MatrixResult matrix,
      @Nullable SurveyResult survey,
      Set<KeyVersion> givenUp,
      @Nullable Pause pause,
      List<EventLog.Event> events,
      SanctionedChanges changes,
      @Nullable IdentityStatement approved,
      @Nullable StandingWarrant standing,
      @Nullable RunJournal run) {

    /** The hosts that are given the approved key; none while none is approved. */
    Set<String> listed() {
      return approved == null ? Set.of() : Set.copyOf(approved.hosts());
    }

    /** Whether what operators let policy do was signed for another approval than this. */
    boolean isStandingOutdated() {
      return standing != null
          && (approved == null
              || standing.warrant().statementGeneration() != approved.generation());
    }

    /** With the changes that are open now, and no others. */
    private Told at(Instant now) {
      return new Told(
          matrix, survey, givenUp, pause, events, changes.at(now), approved, standing, run);
    }
  }

  StatusBoard(Ports ports) {
    this.ports = ports;
    this.statements = new ApprovedStatements(ports.records());
    this.records =
        new RecordCache<>(
            "status-records",
            ports.records(),
            EnumSet.of(
                Kind.STATEMENT,
                Kind.MATRIX,
                Kind.SURVEY,
                Kind.FORGOTTEN,
                Kind.PAUSE,
                Kind.EVENTS,
                Kind.CHANGES,
                Kind.POLICY,
                Kind.CURRENT_RUN,
                Kind.RUN),
            this::read,
            ports.faults());
  }

  private Told read(String service) {
    return new Told(
        ports.evidence().matrix(service).orElse(null),
        ports.evidence().survey(service).orElse(null),
        ports.evidence().forgotten(service).versions(),
        ports.evidence().pause(service).orElse(null),
        ports.evidence().events(service).events(),
        ports.evidence().changes(service),
        statements.find(service).map(recorded -> recorded.statement()).orElse(null),
        ports.evidence().standing(service).orElse(null),
        ports.journals().current(service).orElse(null));
  }

  @Override
  public void start() {
    ports.leadership().addListener(Leadership.Listener.atHandover(records::forget));
    records.start();
  }

  /** Called with a service of which the status may have changed. */
  void listen(Consumer<String> listener) {
    records.listen(listener);
    ports.parity().listen(listener);
    var unused = ports.fleet().listen(listener::accept);
  }

  /** Whether all that is on record of a service was read: else some of it lacks in its status. */
  boolean isRead(String service) {
    return records.get(service).isPresent() && ports.parity().isRead(service);
  }

  StatusReply status(List<ServiceSpec> services) {
    return status(services, StatusMessages.LAST_EVENTS);
  }

  /**
   * @param events how many of each service at most, the newest
   */
  StatusReply status(List<ServiceSpec> services, int events) {
    FleetSnapshot snapshot = ports.fleet().snapshot();
    StatusReply.Builder reply =
        StatusReply.newBuilder()
            .setAsOfMs(snapshot.at().toEpochMilli())
            .setLeader(ports.coordinator())
            .setEpoch(ports.leadership().token().map(FencingToken::epoch).orElse(0L));
    services.forEach(spec -> reply.addServices(service(spec, snapshot, events)));
    return reply.build();
  }

  /** The same services for the status page, with what only that shows. */
  List<Sheet.Service> sheets(List<ServiceSpec> services, Instant now) {
    FleetSnapshot snapshot = ports.fleet().snapshot();
    return services.stream().map(spec -> sheet(spec, snapshot, now)).toList();
  }

  private Sheet.Service sheet(ServiceSpec spec, FleetSnapshot snapshot, Instant now) {
    Optional<Told> told = records.get(spec.service());
    return new Sheet.Service(
        service(spec, snapshot, StatusMessages.LAST_EVENTS),
        told.map(Told::run).map(run -> RunMessages.of(run, spec, now)).orElse(null),
        told.map(Told::matrix).orElse(null),
        isRead(spec.service()));
  }

  private ServiceStatus service(ServiceSpec spec, FleetSnapshot snapshot, int events) {
    Optional<Told> told = records.get(spec.service());
    return StatusMessages.of(
        spec,
        ports.parity().parity(spec, snapshot),
        snapshot.service(spec.service()),
        told.map(it -> it.at(snapshot.at())),
        events);
  }

  @Override
  public void close() {
    records.close();
  }
}
