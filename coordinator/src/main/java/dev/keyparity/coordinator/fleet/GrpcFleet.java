package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.AgentChannels.Agent;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import io.grpc.ManagedChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live view of all agents: a watch for each service and host, one loop that they all run on.
 * Thread-safe.
 */
final class GrpcFleet implements Fleet, Component {
  private static final Logger log = LoggerFactory.getLogger(GrpcFleet.class);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SAVE = Duration.ofSeconds(5);
  private static final Duration AUDIT_DEADLINE = Duration.ofSeconds(10);
  private static final Duration AUDIT_AGAIN = Duration.ofSeconds(1);

  private final Settings settings;
  private final AgentChannels channels;
  private final AgentCalls calls;
  private final FaultWords words;
  private final HostMarks marks;
  private final FaultHandler faults;
  private final ScheduledExecutorService loop;
  private final ExecutorService saver;
  private final Context context = new Context();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<Key, HostWatch> watches = Map.of();
  private final List<Future<?>> periodic = new ArrayList<>();

  /** A watch's identity: the same service on the same agent. */
  private record Key(String service, Agent agent) {}

  /**
   * @param nanos monotonic
   * @param bound how old a report may be to count
   */
  record Settings(
      Clock clock,
      LongSupplier nanos,
      RandomGenerator random,
      Duration bound,
      Supplier<Optional<FencingToken>> token) {}

  GrpcFleet(
      Settings settings,
      AgentChannels channels,
      AgentCalls calls,
      FaultWords words,
      HostMarks marks,
      FaultHandler faults) {
    this.settings = settings;
    this.channels = channels;
    this.calls = calls;
    this.words = words;
    this.marks = marks;
    this.faults = faults;
    this.loop = faults.timer("fleet");
    this.saver = faults.singleThread("fleet-marks");
  }

  @Override
  public void start() {
    periodic.add(
        loop.scheduleWithFixedDelay(
            faults.guarding("watching the agents", this::tick),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS));
    periodic.add(
        loop.scheduleWithFixedDelay(
            faults.guarding("keeping high-water marks", this::saveMarks),
            SAVE.toMillis(),
            SAVE.toMillis(),
            TimeUnit.MILLISECONDS));
  }

  @Override
  public FleetSnapshot snapshot() {
    long now = settings.nanos().getAsLong();
    Map<String, TreeMap<String, HostView>> services = new HashMap<>();
    for (HostWatch watch : watches.values()) {
      services
          .computeIfAbsent(watch.service(), s -> new TreeMap<>())
          .put(watch.agent().host(), watch.view(now));
    }
    Map<String, ServiceView> views = new HashMap<>();
    services.forEach((service, hosts) -> views.put(service, new ServiceView(service, hosts)));
    return new FleetSnapshot(settings.clock().instant(), views);
  }

  @Override
  public synchronized void follow(Collection<ServiceSpec> services) {
    Map<Key, HostWatch> before = watches;
    Map<Key, HostWatch> after = new LinkedHashMap<>();
    for (ServiceSpec spec : services) {
      for (ServiceSpec.Host host : spec.hosts()) {
        Key key = new Key(spec.service(), new Agent(host.name(), host.agent()));
        HostWatch kept = before.get(key);
        after.put(key, kept == null ? watch(key) : kept);
      }
    }
    channels.follow(services);
    // In the order services declare them: what is done for each is then the same in every process.
    watches = Collections.unmodifiableMap(after);
    List<HostWatch> gone = new ArrayList<>();
    before.forEach(
        (key, watch) -> {
          if (!after.containsKey(key)) {
            gone.add(watch);
          }
        });
    context.enqueue("letting watches go", () -> gone.forEach(HostWatch::close));
    context.enqueue("opening watches", this::tick);
  }

  private HostWatch watch(Key key) {
    Optional<HostMark> mark = marks.load(key.service(), key.agent().host());
    return new HostWatch(key.service(), key.agent(), mark.orElse(null), context);
  }

  @Override
  public void acceptRecord(String service, String host) {
    context.enqueue(
        "taking an agent's record for good",
        () -> {
          watches.values().stream()
              .filter(w -> w.service().equals(service) && w.agent().host().equals(host))
              .forEach(HostWatch::acceptRecord);
          saveMarks();
        });
  }

  @Override
  public AutoCloseable listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  // --- loop thread ---

  private void tick() {
    long now = settings.nanos().getAsLong();
    for (HostWatch watch : watches.values()) {
      watch.tick(now);
    }
  }

  private void saveMarks() {
    for (HostWatch watch : watches.values()) {
      Optional<HostMark> mark = watch.takeUnsavedMark();
      if (mark.isPresent()) {
        saver.execute(() -> save(watch, mark.get()));
      }
    }
  }

  /** A mark that could not be saved is saved with the next one: it only ever grows. */
  private void save(HostWatch watch, HostMark mark) {
    try {
      marks.save(watch.service(), watch.agent().host(), mark);
    } catch (KeyparityException e) {
      log.warn(
          "high-water mark of {} {} not saved: {}",
          watch.service(),
          watch.agent(),
          e.operatorMessage());
      context.enqueue("noting an unsaved mark", watch::markAgain);
    }
  }

  @Override
  public void close() {
    periodic.forEach(one -> one.cancel(false));
    Map<Key, HostWatch> last = watches;
    watches = Map.of();
    context.enqueue("closing watches", () -> last.values().forEach(HostWatch::close));
    loop.shutdown();
    saver.shutdown();
    channels.close();
  }

  private final class Context implements WatchContext {
    @Override
    public Duration bound() {
      return settings.bound();
    }

    @Override
    public long now() {
      return settings.nanos().getAsLong();
    }

    @Override
    public Optional<FencingToken> token() {
      return settings.token().get();
    }

    @Override
    public Exchange exchange(AgentCall call, Agent agent) {
      return Exchange.of(call, agent.toString(), settings.random());
    }

    @Override
    public ManagedChannel channel(Agent agent) {
      return channels.channel(agent);
    }

    @Override
    public String reason(Throwable failure, Agent agent) {
      return words.reason(failure, agent);
    }

    @Override
    public long jitter(long below) {
      return below <= 0 ? 0 : settings.random().nextLong(below);
    }

    @Override
    public void enqueue(String doing, Runnable work) {
      try {
        loop.execute(faults.guarding(doing, work));
      } catch (RejectedExecutionException e) {
        log.debug("fleet is closed: not {}", doing);
      }
    }

    @Override
    public void changed(String service) {
      for (Listener listener : listeners) {
        listener.changed(service);
      }
    }

    @Override
    public void verifyChain(HostWatch watch, ChainCheck check) {
      Optional<FencingToken> token = token();
      HostMark mark = check.from();
      if (mark.auditSequence() < 1) {
        watch.chainHolds(check);
        return;
      }
      if (token.isEmpty()) {
        verifyChainLater(watch, check);
        return;
      }
      ReadAuditRequest request =
          ReadAuditRequest.newBuilder().setFromSequence(mark.auditSequence()).setLimit(1).build();
      AgentCall call =
          AgentCall.read(token.get(), watch.service(), watch.agent().host(), AUDIT_DEADLINE);
      var unused =
          calls
              .readAudit(call, request)
              .whenComplete(
                  (lines, failure) ->
                      enqueue("judging an audit chain", () -> judge(watch, check, lines, failure)));
    }

    /** The agent may have ended again meanwhile: nothing but time would ask another time. */
    private void verifyChainLater(HostWatch watch, ChainCheck check) {
      try {
        var unused =
            loop.schedule(
                faults.guarding(
                    "verifying an audit chain again",
                    () -> {
                      if (watches.containsValue(watch)) {
                        verifyChain(watch, check);
                      }
                    }),
                AUDIT_AGAIN.toMillis(),
                TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        log.debug("fleet is closed: {} not verified", watch.agent());
      }
    }

    private void judge(
        HostWatch watch,
        ChainCheck check,
        @Nullable List<AuditLine> lines,
        @Nullable Throwable failure) {
      if (lines == null || lines.isEmpty()) {
        log.warn("{} {}: audit chain not verified yet", watch.service(), watch.agent(), failure);
        verifyChainLater(watch, check);
        return;
      }
      HostMark mark = check.from();
      try {
        AuditHead found = AuditRecord.parse(lines.get(0).getLine().toByteArray()).head();
        if (found.equals(new AuditHead(mark.auditSequence(), mark.auditHead()))) {
          watch.chainHolds(check);
        } else {
          watch.chainBroken(
              check, "audit record %d is another one than before".formatted(mark.auditSequence()));
        }
      } catch (MalformedRecord e) {
        watch.chainBroken(check, "audit record %d cannot be read".formatted(mark.auditSequence()));
      }
    }
  }
}
