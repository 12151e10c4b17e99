package dev.keyparity.coordinator.telemetry;

import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.FakeFleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.parity.FakeReports;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.parity.Reported;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Lifecycle;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.StatusAccess;
import dev.keyparity.daemon.status.StatusServer;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;

/** A coordinator's figures with the real parity board and a real status page. */
final class FiguresBench implements AutoCloseable {
  private static final HostPort ANYWHERE = new HostPort("127.0.0.1", 0);

  final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  final FakeFleet fleet = new FakeFleet();
  final CoordinatorMetrics metrics;
  final Evidence evidence;
  final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final MutableClock clock = new MutableClock(Reported.NOON);
  private final WatchedRecords records =
      new WatchedRecords(new InMemoryRecordStore(clock, leadership::holds));
  private final Lifecycle lifecycle = new Lifecycle();
  private final StatusServer page;

  /** With hosts kms1, kms2 and so on. */
  FiguresBench(int hosts) {
    List<ServiceSpec> services =
        List.of(
            Services.of(
                SERVICE, IntStream.rangeClosed(1, hosts).mapToObj(i -> "kms" + i).toList()));
    Metrics registry = new Metrics(CoordinatorMetrics.ALL);
    metrics = new CoordinatorMetrics(registry, clock, leadership);
    evidence = new Evidence(records);
    ParityBoard parity =
        new ParityBoard(
            new ParityBoard.Ports(
                leadership,
                () -> services,
                fleet,
                new FakeReports(),
                records,
                evidence,
                new ApprovedStatements(records),
                new Plans(records),
                journals(),
                metrics,
                clock,
                new JournalClock(clock),
                (doing, fault) -> escaped.add(fault)));
    LeaderFigures figures =
        new LeaderFigures(
            new LeaderFigures.Ports(
                leadership,
                () -> services,
                fleet,
                parity,
                records,
                evidence,
                journals(),
                (doing, fault) -> escaped.add(fault)),
            metrics);
    page = new StatusServer(ANYWHERE, StatusAccess.open(), registry);
    metrics.watch("coord1", () -> true, () -> Reported.NOON.plus(Duration.ofDays(30)));
    metrics.watch(fleet);
    lifecycle.add("page", page).add("parity", parity).add("figures", figures);
    lifecycle.start();
  }

  private RecordedJournals journals() {
    return new RecordedJournals(records, leadership::token);
  }

  FencingToken token() {
    return leadership.token().orElseThrow();
  }

  /** The first statement is approved: {@link Reported#KEY}, for kms1, kms2 and kms3. */
  void approve() {
    new ApprovedStatements(records)
        .record(
            token(),
            SERVICE,
            new SignedDocument(Reported.statement(1, Reported.KEY).canonicalBytes(), List.of()));
  }

  void start(RunJournal journal) {
    journals().create(journal);
  }

  String scrape() {
    return get(page);
  }

  /** What a page over these metrics shows. */
  static String scrape(Metrics registry) {
    StatusServer page = new StatusServer(ANYWHERE, StatusAccess.open(), registry);
    page.start();
    try {
      return get(page);
    } finally {
      page.close();
    }
  }

  private static String get(StatusServer page) {
    URI uri = URI.create("http://127.0.0.1:" + page.port() + "/metrics");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The series of a metric, as they are scraped. */
  List<String> series(String name) {
    return scrape().lines().filter(line -> line.startsWith(name)).toList();
  }

  static void eventually(ThrowingRunnable holds) {
    await().atMost(TestTimeouts.SOON).untilAsserted(holds);
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
