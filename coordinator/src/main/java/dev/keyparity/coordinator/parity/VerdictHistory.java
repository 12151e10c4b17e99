package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.VerdictRecords;
import dev.keyparity.coordinator.evidence.VerdictSpan;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on record which verdicts were seen of each host from when until when, for whoever must show
 * it later. It looks at what the board says, now and then and at each change, and judges nothing;
 * alarms do not depend on it.
 *
 * <p>One thread looks and never waits, another writes. A leadership remembers only what it saw
 * itself: what lies between two of them is not known.
 */
public final class VerdictHistory implements Component {
  private static final Logger log = LoggerFactory.getLogger(VerdictHistory.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration WRITE = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Ports ports;
  private final ScheduledExecutorService looks;
  private final ScheduledExecutorService writes;
  private final Map<String, SpanBook> books = new ConcurrentHashMap<>();
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final Set<String> queued = ConcurrentHashMap.newKeySet();

  /** Why the last try to write did not come through. */
  private record Failure(String why, Instant at) {}

  /**
   * @param services those that this coordinator leads now
   */
  public record Ports(
      Leadership leadership,
      Supplier<List<ServiceSpec>> services,
      Fleet fleet,
      ParityBoard board,
      VerdictRecords records,
      Clock clock,
      FaultHandler faults) {}

  public VerdictHistory(Ports ports) {
    this.ports = ports;
    this.looks = ports.faults().timer("verdict-history");
    this.writes = ports.faults().timer("verdict-records");
  }

  @Override
  public void start() {
    ports.leadership().addListener(Leadership.Listener.atHandover(books::clear));
    ports.board().listen(this::enqueue);
    repeat(looks, "looking at all hosts", this::lookAtAll, LOOK);
    repeat(writes, "recording what was seen", this::writeAll, WRITE);
  }

  private void repeat(
      ScheduledExecutorService thread, String doing, Runnable work, Duration pause) {
    var unused =
        thread.scheduleWithFixedDelay(
            ports.faults().guarding(doing, work),
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** By host: what was seen of a service and is not on record yet. From any thread. */
  public SortedMap<String, List<VerdictSpan>> notOnRecord(String service) {
    SpanBook book = books.get(service);
    return book == null ? new TreeMap<>() : book.unsaved();
  }

  // --- the thread that looks, but for enqueue ---

  /** However often a service changes before its turn, it is looked at once. */
  private void enqueue(String service) {
    if (!queued.add(service)) {
      return;
    }
    try {
      looks.execute(ports.faults().guarding("looking at " + service, () -> look(service)));
    } catch (RejectedExecutionException e) {
      log.debug("closed: {} not looked at", service);
    }
  }

  private void look(String service) {
    queued.remove(service);
    ports.services().get().stream().filter(it -> it.service().equals(service)).forEach(this::look);
  }

  private void lookAtAll() {
    List<ServiceSpec> led = ports.services().get();
    // A service that is applied anew begins anew.
    books.keySet().retainAll(led.stream().map(ServiceSpec::service).collect(Collectors.toSet()));
    led.forEach(this::look);
  }

  private void look(ServiceSpec spec) {
    if (ports.leadership().token().isPresent()) {
      ServiceParity seen = ports.board().parity(spec, ports.fleet().snapshot());
      books
          .computeIfAbsent(spec.service(), name -> new SpanBook())
          .look(seen, ports.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }
  }

  // --- the thread that writes ---

  private void writeAll() {
    Optional<FencingToken> token = ports.leadership().token();
    token.ifPresent(held -> books.forEach((service, book) -> write(held, service, book)));
  }

  /** A host whose record cannot be written costs no other's. */
  private void write(FencingToken token, String service, SpanBook book) {
    Instant now = ports.clock().instant();
    Failure failed = failures.get(service);
    if (failed != null && Duration.between(failed.at(), now).abs().compareTo(AGAIN) < 0) {
      return;
    }
    SpanBook.Due due = book.due(now);
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, List<VerdictSpan>> host : due.spans().entrySet()) {
      try {
        ports.records().add(token, service, host.getKey(), host.getValue());
      } catch (KeyparityException e) {
        problems.add(e.operatorMessage());
      }
    }
    if (problems.isEmpty()) {
      failures.remove(service);
      book.saved(due, now);
    } else {
      failed(service, String.join("; ", problems), now);
    }
  }

  /** Kept in the book, and tried again: it is only later on record. */
  private void failed(String service, String why, Instant now) {
    Failure before = failures.put(service, new Failure(why, now));
    if (before == null || !before.why().equals(why)) {
      log.warn("{}: what was seen is not on record: {}", service, why);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    writes.shutdownNow();
  }
}
