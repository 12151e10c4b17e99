package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.Transitions.Outcome;
import dev.keyparity.coordinator.records.RecordCache;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the hosts of every service this coordinator leads, at each change and now and then, and
 * puts on record what is to be told. Policy {@code alert}: nothing is done to a host.
 *
 * <p>{@link #parity} may be called from any thread and never blocks. Everything else runs on one
 * thread, which waits for nobody: records are read and written, and agents asked, beside it. What
 * belongs to one leadership goes with it, so that nothing of an earlier one is ever told or shown.
 */
public final class ParityBoard implements Component, Leadership.Listener {
  private static final Logger log = LoggerFactory.getLogger(ParityBoard.class);
  private static final Duration TICK = Duration.ofMillis(500);

  private final Ports ports;
  private final RecordCache<Standard> standards;
  private final PrefixDigests prefixes = new PrefixDigests();
  private final PrefixQuestions questions;
  private final ParityWriter writer;
  private final ScheduledExecutorService desk;
  private final Set<String> queued = ConcurrentHashMap.newKeySet();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Reign reign;

  /**
   * One leadership of this process.
   *
   * @param number what the writer calls it
   * @param remembered what was told, by service, once it was recalled
   */
  private record Reign(
      FencingToken token, long number, Instant since, Map<String, ParityRecord> remembered) {

    /** A new leader has heard of nobody for a moment. */
    boolean isBeginning(Instant now) {
      return !now.isBefore(since) && now.isBefore(since.plus(Transitions.LASTING));
    }
  }

  /** Hears of drifts, once each; must be quick. */
  @FunctionalInterface
  public interface DriftObserver {
    void drifted(String service, String host);
  }

  /**
   * @param services those that this coordinator leads now
   * @param records through which everybody in this process writes
   * @param journalTime tells the time by which this process writes runs' journals
   */
  public record Ports(
      Leadership leadership,
      Supplier<List<ServiceSpec>> services,
      Fleet fleet,
      AgentCalls agents,
      WatchedRecords records,
      Evidence evidence,
      ApprovedStatements statements,
      Plans plans,
      JournalStore journals,
      DriftObserver drifts,
      Clock clock,
      JournalClock journalTime,
      FaultHandler faults) {}

  public ParityBoard(Ports ports) {
    this.ports = ports;
    this.desk = ports.faults().timer("parity");
    this.standards =
        new RecordCache<>(
            "parity-standards",
            ports.records(),
            new RecordCache.Kinds(
                EnumSet.of(Kind.STATEMENT, Kind.CHANGES, Kind.CURRENT_RUN, Kind.RUN, Kind.PLAN),
                EnumSet.of(Kind.STATEMENT)),
            new Standards(
                    ports.statements(),
                    ports.evidence(),
                    ports.plans(),
                    ports.journals(),
                    ports.journalTime())
                ::read,
            ports.faults());
    this.questions = new PrefixQuestions(ports.agents(), prefixes, this::changed);
    this.writer = new ParityWriter(ports.evidence(), ports.faults());
  }

  @Override
  public void start() {
    ports.leadership().addListener(this);
    ports.fleet().listen(this::enqueue);
    standards.listen(this::changed);
    standards.start();
    var unused =
        desk.scheduleWithFixedDelay(
            ports.faults().guarding("judging all hosts", this::evaluateAll),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Called with a service whose verdicts may have changed for another reason than a report; from
   * several threads, must be quick.
   */
  public void listen(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** Whether it is known which key is approved: until then every host is {@code UNKNOWN}. */
  public boolean isRead(String service) {
    return standards.get(service).isPresent();
  }

  /** How the hosts of a service stand now, by this snapshot. */
  public ServiceParity parity(ServiceSpec spec, FleetSnapshot snapshot) {
    Reign present = reign;
    if (present == null || !ports.leadership().holds(present.token())) {
      return new ServiceParity(
          List.of(),
          "",
          spec.hostNames().stream()
              .map(host -> HostVerdict.unknown(host, "this coordinator does not lead", true))
              .map(verdict -> new ServiceParity.Host(verdict, snapshot.at(), false))
              .toList());
    }
    Optional<Standard> standard = standards.get(spec.service());
    Optional<Approval> approval = standard.flatMap(Standard::approval);
    ParityRecord memory = present.remembered().getOrDefault(spec.service(), ParityRecord.EMPTY);
    return new ServiceParity(
        approval.map(Approval::fingerprints).orElse(List.of()),
        approval.map(it -> it.statement().keyIdentity()).orElse(""),
        judge(present, spec, snapshot, standard).stream()
            .map(verdict -> withSince(verdict, memory, snapshot.at()))
            .toList());
  }

  private static ServiceParity.Host withSince(
      HostVerdict verdict, ParityRecord memory, Instant now) {
    Instant since =
        verdict
            .verdict()
            .map(
                present ->
                    memory
                        .host(verdict.host())
                        .filter(it -> it.verdict() == present)
                        .map(ParityRecord.Host::since)
                        .orElse(now))
            .orElse(null);
    boolean isTold =
        memory.host(verdict.host()).filter(it -> ParityRecord.isDrift(it.told())).isPresent();
    return new ServiceParity.Host(verdict, since, verdict.isDrift() && isTold);
  }

  private List<HostVerdict> judge(
      Reign present, ServiceSpec spec, FleetSnapshot snapshot, Optional<Standard> standard) {
    if (standard.isEmpty()) {
      String problem = standards.problem(spec.service());
      String reason =
          problem.isEmpty()
              ? "which key is approved was not read yet"
              : "which key is approved cannot be read: " + problem;
      return spec.hostNames().stream()
          .map(host -> HostVerdict.unknown(host, reason, problem.isEmpty()))
          .toList();
    }
    Instant now = ports.clock().instant();
    Judge judge = new Judge(standard.get().at(now), prefixes, present.isBeginning(now));
    ServiceView hosts = snapshot.hostsOf(spec.service());
    return spec.hostNames().stream()
        .map(name -> hosts.host(name).orElseGet(() -> HostView.connecting(name)))
        .map(judge::judge)
        .toList();
  }

  // --- leadership's thread ---

  @Override
  public void gained(FencingToken token) {
    long number = letGo();
    reign = new Reign(token, number, ports.clock().instant(), new ConcurrentHashMap<>());
    ports.services().get().forEach(spec -> enqueue(spec.service()));
  }

  @Override
  public void suspended(String reason) {
    // Nothing is told or shown without a token; what waits to be written goes on waiting.
  }

  @Override
  public void resumed(FencingToken token) {
    ports.services().get().forEach(spec -> enqueue(spec.service()));
  }

  @Override
  public void lost(String reason) {
    letGo();
  }

  private long letGo() {
    reign = null;
    standards.forget();
    return writer.begin();
  }

  // --- the desk's thread, but for enqueue ---

  private void changed(String service) {
    enqueue(service);
    tellListeners(service);
  }

  /** However often a service changes before its turn, it is judged once. */
  private void enqueue(String service) {
    if (!queued.add(service)) {
      return;
    }
    try {
      desk.execute(
          ports
              .faults()
              .guarding(
                  "judging the hosts of " + service,
                  () -> {
                    // First: what changes from here on is not seen by this turn.
                    queued.remove(service);
                    evaluate(service);
                  }));
    } catch (RejectedExecutionException e) {
      log.debug("closed: {} not judged", service);
    }
  }

  private void evaluateAll() {
    List<ServiceSpec> led = ports.services().get();
    led.forEach(spec -> enqueue(spec.service()));
    Reign present = reign;
    if (present != null && !led.isEmpty()) {
      // A service that is applied anew has told nothing.
      present
          .remembered()
          .keySet()
          .retainAll(led.stream().map(ServiceSpec::service).collect(Collectors.toSet()));
    }
  }

  private void evaluate(String service) {
    Reign present = reign;
    Optional<FencingToken> token = ports.leadership().token();
    Optional<ServiceSpec> spec =
        ports.services().get().stream().filter(it -> it.service().equals(service)).findFirst();
    if (present == null
        || token.isEmpty()
        || !ports.leadership().holds(present.token())
        || spec.isEmpty()) {
      return;
    }
    ParityRecord before = present.remembered().get(service);
    if (before == null) {
      // Until what an earlier leader told is recalled, nothing is.
      writer.recall(
          present.number(),
          service,
          record -> {
            present.remembered().putIfAbsent(service, record);
            enqueue(service);
          });
    } else {
      settle(present, token.get(), spec.get(), before);
    }
  }

  private void settle(Reign present, FencingToken token, ServiceSpec spec, ParityRecord before) {
    String service = spec.service();
    Instant journalTime = ports.journalTime().instant();
    FleetSnapshot snapshot = ports.fleet().snapshot();
    Optional<Standard> standard = standards.get(service);
    List<HostVerdict> verdicts = judge(present, spec, snapshot, standard);
    Outcome outcome =
        Transitions.of(
            before,
            verdicts,
            standard
                .map(Standard::sanctions)
                .orElse(Sanctions.NONE)
                .asOf(snapshot.hostsOf(service), journalTime),
            ports.clock().instant());
    if (!outcome.record().equals(before)) {
      present.remembered().put(service, outcome.record());
      writer.write(present.number(), present.token(), service, outcome);
      outcome.events().forEach(event -> tell(service, event));
      outcome.drifted().forEach(host -> tellObserver(service, host));
      tellListeners(service);
    }
    // Last: whatever becomes of a question, what is known was told.
    standard
        .flatMap(Standard::approval)
        .ifPresent(approval -> questions.ask(token, service, approval, verdicts, snapshot));
  }

  private static void tell(String service, Event event) {
    switch (event.severity()) {
      case CRITICAL -> log.error("{}: {}", service, event.message());
      case WARNING -> log.warn("{}: {}", service, event.message());
      case INFO -> log.info("{}: {}", service, event.message());
    }
  }

  private void tellObserver(String service, String host) {
    guarded("counting a drift", () -> ports.drifts().drifted(service, host));
  }

  private void tellListeners(String service) {
    listeners.forEach(listener -> guarded("telling of verdicts", () -> listener.accept(service)));
  }

  private void guarded(String doing, Runnable work) {
    ports.faults().guarding(doing, work).run();
  }

  @Override
  public void close() {
    desk.shutdownNow();
    writer.close();
    standards.close();
  }
}
