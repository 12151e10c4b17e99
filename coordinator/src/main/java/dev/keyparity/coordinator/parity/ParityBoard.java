package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.ApprovedStatements;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
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
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the hosts of every service this coordinator leads, at each change and now and then, and
 * puts on record what is to be told. Policy {@code alert}: nothing is done to a host.
 *
 * <p>{@link #parity} may be called from any thread and never blocks. Everything else runs on one
 * thread, which waits for nobody: records are read and written, and agents asked, beside it.
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
  private final Map<String, ParityRecord> remembered = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant leadingSince = Instant.EPOCH;

  /** What hosts are held against. */
  private record Standard(@Nullable Approval approval, Sanctions sanctions) {}

  /** Hears of drifts, once each; must be quick. */
  @FunctionalInterface
  public interface DriftObserver {
    void drifted(String service, String host);
  }

  /**
   * @param services those that this coordinator leads now
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
      FaultHandler faults) {}

  public ParityBoard(Ports ports) {
    this.ports = ports;
    this.desk = ports.faults().timer("parity");
    this.standards =
        new RecordCache<>(
            "parity-standards",
            ports.records(),
            EnumSet.of(Kind.STATEMENT, Kind.CURRENT_RUN, Kind.RUN, Kind.PLAN),
            this::readStandard,
            ports.faults());
    this.questions = new PrefixQuestions(ports.agents(), prefixes, this::changed);
    this.writer = new ParityWriter(ports.leadership(), ports.evidence(), ports.faults());
  }

  @Override
  public void start() {
    ports.leadership().addListener(this);
    ports.fleet().listen(service -> enqueue(service, () -> evaluate(service)));
    standards.listen(this::changed);
    var unused =
        desk.scheduleWithFixedDelay(
            ports.faults().guarding("judging all hosts", this::evaluateAll),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Called with a service whose verdicts may have changed for another reason than a report. */
  public void listen(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** How the hosts of a service stand now, by this snapshot. */
  public ServiceParity parity(ServiceSpec spec, FleetSnapshot snapshot) {
    Optional<Standard> standard = standards.get(spec.service());
    ParityRecord memory = remembered.getOrDefault(spec.service(), ParityRecord.EMPTY);
    List<HostVerdict> verdicts =
        standard.isPresent()
            ? judge(spec, snapshot, standard.get())
            : spec.hostNames().stream().map(ParityBoard::notReadYet).toList();
    Optional<Approval> approval = standard.map(Standard::approval);
    return new ServiceParity(
        approval.map(Approval::fingerprints).orElse(List.of()),
        approval.map(it -> it.statement().keyIdentity()).orElse(""),
        verdicts.stream().map(it -> withSince(it, memory, snapshot.at())).toList());
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
    return new ServiceParity.Host(verdict, since);
  }

  private static HostVerdict notReadYet(String host) {
    return new HostVerdict(
        host,
        dev.keyparity.keyring.Verdict.UNKNOWN,
        "which key is approved was not read yet",
        List.of(),
        "",
        "",
        true);
  }

  private List<HostVerdict> judge(ServiceSpec spec, FleetSnapshot snapshot, Standard standard) {
    Judge judge = new Judge(standard.approval(), prefixes);
    Optional<ServiceView> hosts = snapshot.service(spec.service());
    return spec.hostNames().stream()
        .map(name -> hosts.flatMap(it -> it.host(name)).orElseGet(() -> unheard(name)))
        .map(judge::judge)
        .toList();
  }

  private static HostView unheard(String host) {
    return new HostView(
        host, HostView.Freshness.NEVER_HEARD, "connecting", HostView.NEVER, null, null);
  }

  private Standard readStandard(String service) {
    Approval approval =
        ports
            .statements()
            .find(service)
            .map(
                recorded ->
                    Approval.of(recorded.statement())
                        .orElseThrow(
                            () ->
                                new KeyparityException(
                                    ErrorCode.STATE_CORRUPT,
                                    "identity statement of %s: its keys do not make its identity"
                                        .formatted(service),
                                    "approve the identity again: keyparity adopt " + service)))
            .orElse(null);
    Optional<RunJournal> run =
        ports
            .journals()
            .currentRun(service)
            .flatMap(id -> ports.journals().load(service, id))
            .map(JournalStore.Stored::journal);
    Optional<PlanRecord> plan = run.flatMap(it -> ports.plans().find(service, it.plan().id()));
    return new Standard(approval, Sanctions.of(run, plan));
  }

  // --- leadership's thread ---

  @Override
  public void gained(FencingToken token) {
    beginAnew();
  }

  @Override
  public void suspended(String reason) {
    // Nothing is written without a token, and nobody is answered: nothing else to do.
  }

  @Override
  public void resumed(FencingToken token) {
    desk.execute(ports.faults().guarding("judging all hosts", this::evaluateAll));
  }

  @Override
  public void lost(String reason) {
    beginAnew();
  }

  private void beginAnew() {
    leadingSince = ports.clock().instant();
    standards.forget();
    writer.forget();
    desk.execute(ports.faults().guarding("forgetting verdicts", remembered::clear));
  }

  // --- the desk's thread ---

  private void changed(String service) {
    enqueue(service, () -> evaluate(service));
    listeners.forEach(listener -> listener.accept(service));
  }

  private void enqueue(String service, Runnable work) {
    try {
      desk.execute(ports.faults().guarding("judging the hosts of " + service, work));
    } catch (RejectedExecutionException e) {
      log.debug("closed: {} not judged", service);
    }
  }

  private void evaluateAll() {
    ports.services().get().forEach(spec -> evaluate(spec.service()));
  }

  private void evaluate(String service) {
    Optional<FencingToken> token = ports.leadership().token();
    Optional<ServiceSpec> spec =
        ports.services().get().stream().filter(it -> it.service().equals(service)).findFirst();
    if (token.isEmpty() || spec.isEmpty()) {
      return;
    }
    Optional<Standard> standard = standards.get(service);
    ParityRecord before = remembered.get(service);
    if (before == null) {
      recall(service);
    }
    if (standard.isPresent() && before != null) {
      settle(token.get(), spec.get(), standard.get(), before);
    }
  }

  /** Reads what an earlier leader remembered; until then nothing is told. */
  private void recall(String service) {
    Instant reign = leadingSince;
    writer.recall(
        service,
        record ->
            enqueue(
                service,
                () -> {
                  if (reign.equals(leadingSince)) {
                    remembered.putIfAbsent(service, record);
                    evaluate(service);
                  }
                }));
  }

  private void settle(
      FencingToken token, ServiceSpec spec, Standard standard, ParityRecord before) {
    FleetSnapshot snapshot = ports.fleet().snapshot();
    List<HostVerdict> verdicts = judge(spec, snapshot, standard);
    Approval approval = standard.approval();
    if (approval != null) {
      questions.ask(token, spec.service(), approval, verdicts, snapshot);
    }
    Outcome outcome =
        Transitions.of(
            before,
            verdicts,
            new Transitions.Scene(standard.sanctions(), leadingSince, ports.clock().instant()));
    if (outcome.record().equals(before)) {
      return;
    }
    remembered.put(spec.service(), outcome.record());
    outcome.events().forEach(event -> tell(spec.service(), event));
    outcome.drifted().forEach(host -> ports.drifts().drifted(spec.service(), host));
    writer.write(token, spec.service(), outcome);
    listeners.forEach(listener -> listener.accept(spec.service()));
  }

  private static void tell(String service, Event event) {
    if (event.severity() == Severity.CRITICAL) {
      log.error("{}: {}", service, event.message());
    } else {
      log.info("{}: {}", service, event.message());
    }
  }

  @Override
  public void close() {
    desk.shutdownNow();
    writer.close();
    standards.close();
  }
}
