package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.RpcObserver;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one coordinator: what is counted as it happens, and what is computed when it is
 * scraped. Thread-safe.
 */
public final class CoordinatorMetrics implements RpcObserver, ParityBoard.DriftObserver {
  /** For the reference and for the process's {@link Metrics}. */
  public static final List<MetricDeclaration> ALL = Declared.ALL;

  private final Metrics metrics;
  private final Clock clock;
  private final Leadership leadership;
  private final StepResults steps;
  private final ConcurrentMap<String, LongAdder> drifts = new ConcurrentHashMap<>();

  public CoordinatorMetrics(Metrics metrics, Clock clock, Leadership leadership) {
    this.metrics = metrics;
    this.clock = clock;
    this.leadership = leadership;
    this.steps = new StepResults(result -> metrics.counter(Declared.RUN_STEPS, result).inc());
  }

  /**
   * Exports what a coordinator is, leading or not.
   *
   * @param name of this coordinator, as on its certificate
   * @param expiry of that
   */
  public void watch(String name, BooleanSupplier zookeeper, Supplier<Instant> expiry) {
    metrics.gauge(Declared.IS_LEADER, () -> leadership.token().isPresent() ? 1 : 0);
    metrics.gauge(Declared.EPOCH, () -> leadership.token().map(FencingToken::epoch).orElse(0L));
    metrics.gauge(Declared.ZOOKEEPER, () -> zookeeper.getAsBoolean() ? 1 : 0);
    metrics.gauge(
        Declared.CERTIFICATE,
        () -> Duration.between(clock.instant(), expiry.get()).toSeconds(),
        name);
  }

  /** Exports what agents report. */
  public void watch(Fleet fleet) {
    ReportFigures.ALL.forEach(
        (metric, figure) -> whileLeading(metric, () -> figure.of(fleet.snapshot())));
    LeadersSeen leaders = new LeadersSeen(clock);
    leadership.addListener(Leadership.Listener.atHandover(leaders::forget));
    // Whoever takes an agent from us has it for a second, until the fence barrier is raised again.
    var unused = fleet.listen(service -> look(leaders, fleet));
    whileLeading(
        Declared.LEADERS_SEEN,
        () -> {
          look(leaders, fleet);
          return List.of(Sample.of(leaders.count()));
        });
  }

  private void look(LeadersSeen leaders, Fleet fleet) {
    leadership.token().ifPresent(token -> leaders.look(fleet.snapshot(), token));
  }

  /**
   * Exports a metric of what this coordinator leads: without a leadership it has no series, and a
   * leadership that ended while they were put together had none.
   */
  void whileLeading(MetricDeclaration metric, Supplier<List<Sample>> source) {
    metrics.family(
        metric,
        () -> {
          Optional<FencingToken> token = leadership.token();
          List<Sample> samples = token.isEmpty() ? List.of() : source.get();
          return token.filter(leadership::holds).isPresent() ? samples : List.of();
        });
  }

  /** How many drifts of a service were told since this process started. */
  long drifts(String service) {
    LongAdder counted = drifts.get(service);
    return counted == null ? 0 : counted.sum();
  }

  @Override
  public void drifted(String service, String host) {
    drifts.computeIfAbsent(service, name -> new LongAdder()).increment();
  }

  /** Policy did nothing about a drift, by this rule of a closed set. */
  public void rested(String rule) {
    metrics.counter(Declared.POLICY_RESTS, rule).inc();
  }

  /** Hears of every journal this coordinator makes durable, in the order of one run's writes. */
  public void stepped(RunJournal journal) {
    steps.accept(journal);
  }

  /** {@link AgentRpc} names are a closed set, and so are codes: the labels stay bounded. */
  @Override
  public void ended(String rpc, String host, Optional<ErrorCode> failure, Duration took) {
    // Without a label: the buckets of every call by name would be most of a scrape.
    metrics.histogram(Declared.RPC_SECONDS).record(took);
    failure.ifPresent(code -> metrics.counter(Declared.RPC_FAILURES, rpc, code.name()).inc());
  }
}
