package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.records.RecordCache;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.telemetry.LedFigures.Led;
import dev.keyparity.coordinator.telemetry.LedFigures.OnRecord;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.status.Sample;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Exports how each service that this coordinator leads stands, judged at the scrape. A scrape asks
 * nobody and waits for no record. Thread-safe.
 */
public final class LeaderFigures implements Component {
  private final Ports ports;
  private final CoordinatorMetrics metrics;
  private final RecordCache<OnRecord> records;

  /**
   * @param services those that this coordinator leads now
   * @param records through which everybody in this process writes
   */
  public record Ports(
      Leadership leadership,
      Supplier<List<ServiceSpec>> services,
      Fleet fleet,
      ParityBoard parity,
      WatchedRecords records,
      Evidence evidence,
      JournalStore journals,
      FaultHandler faults) {}

  public LeaderFigures(Ports ports, CoordinatorMetrics metrics) {
    this.ports = ports;
    this.metrics = metrics;
    this.records =
        new RecordCache<>(
            "figures-records",
            ports.records(),
            EnumSet.of(Kind.MATRIX, Kind.RECOVERY_PROOFS, Kind.PAUSE, Kind.CURRENT_RUN, Kind.RUN),
            this::read,
            ports.faults());
  }

  private OnRecord read(String service) {
    return new OnRecord(
        ports.evidence().matrix(service).orElse(null),
        ports.evidence().recoveryProofs(service),
        ports.evidence().pause(service).orElse(null),
        ports.journals().current(service).orElse(null));
  }

  @Override
  public void start() {
    ports.leadership().addListener(Leadership.Listener.atHandover(records::forget));
    // So that the first scrape of a new leadership need not be the one that has records read.
    ports.parity().listen(records::get);
    records.start();
    LedFigures.ALL.forEach((metric, figure) -> metrics.whileLeading(metric, () -> all(figure)));
  }

  private List<Sample> all(LedFigures figure) {
    FleetSnapshot snapshot = ports.fleet().snapshot();
    return ports.services().get().stream()
        .flatMap(spec -> figure.of(led(spec, snapshot), snapshot.at()))
        .toList();
  }

  private Led led(ServiceSpec spec, FleetSnapshot snapshot) {
    String service = spec.service();
    return new Led(
        service,
        ports.parity().parity(spec, snapshot),
        metrics.drifts(service),
        records.get(service).orElse(null));
  }

  @Override
  public void close() {
    records.close();
  }
}
