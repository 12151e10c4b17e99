package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.FakeFleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.GatedRecordStore;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;

/** Two coordinators over one ensemble, each with its own boards, and the agents they both see. */
final class ParityBench implements AutoCloseable {
  final MutableClock clock = new MutableClock(Reported.NOON);
  final FakeFleet fleet = new FakeFleet();
  final FakeReports agents = new FakeReports();
  final Coordinator first;
  final Coordinator second;
  final InMemoryRecordStore store;
  final GatedRecordStore gate;
  final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final FakeLeadership leaderships = new FakeLeadership("prod", "coord1");
  private final FakeLeadership others = new FakeLeadership("prod", "coord2");
  private volatile List<ServiceSpec> services = List.of(Reported.SPEC);

  ParityBench() {
    store = new InMemoryRecordStore(clock, it -> leaderships.holds(it) || others.holds(it));
    gate = new GatedRecordStore(store);
    first = new Coordinator(leaderships);
    second = new Coordinator(others);
  }

  /** One coordinator's part in it. */
  final class Coordinator {
    final FakeLeadership leadership;
    final WatchedRecords records = new WatchedRecords(gate);
    final List<String> drifts = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final ParityBoard board;

    private Coordinator(FakeLeadership leadership) {
      this.leadership = leadership;
      this.board =
          new ParityBoard(
              new ParityBoard.Ports(
                  leadership,
                  () -> leadership.token().isPresent() ? services : List.of(),
                  fleet,
                  agents,
                  records,
                  new Evidence(records),
                  new ApprovedStatements(records),
                  new Plans(records),
                  new RecordedJournals(records, leadership::token),
                  (service, host) -> drifts.add(host),
                  clock,
                  new JournalClock(clock),
                  (doing, fault) -> escaped.add(fault)));
      board.listen(heard::add);
      board.start();
    }

    void approve(IdentityStatement statement) {
      new ApprovedStatements(records)
          .record(token(), SERVICE, new SignedDocument(statement.canonicalBytes(), List.of()));
    }

    void start(PlanRecord plan, RunJournal journal) {
      new Plans(records).create(token(), plan);
      new RecordedJournals(records, leadership::token).create(journal);
    }

    FencingToken token() {
      return leadership.token().orElseThrow();
    }

    ServiceParity parity() {
      return board.parity(Reported.SPEC, fleet.snapshot());
    }

    HostVerdict verdict(String host) {
      return parity().hosts().stream()
          .map(ServiceParity.Host::verdict)
          .filter(it -> it.host().equals(host))
          .findFirst()
          .orElseThrow();
    }
  }

  void declare(ServiceSpec... specs) {
    services = List.of(specs);
  }

  void overwrite(RecordKey key, String value) {
    first.records.write(
        first.token(), RecordWrite.put(key, store.read(key), value.getBytes(UTF_8)));
  }

  /** The event list, oldest first, each with its severity. */
  List<String> events() {
    List<String> events = new ArrayList<>();
    for (Event event : new Evidence(store).events(SERVICE).events()) {
      events.add(event.severity() + " " + event.message());
    }
    Collections.reverse(events);
    return events;
  }

  static void eventually(ThrowingRunnable holds) {
    await().atMost(TestTimeouts.SOON).untilAsserted(holds);
  }

  @Override
  public void close() {
    gate.letReadsGo();
    gate.letWritesGo();
    first.board.close();
    second.board.close();
  }
}
