package dev.keyparity.agent;

import dev.keyparity.agent.backup.BackupKeys;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.LinuxDisk;
import dev.keyparity.agent.effect.AuditAnchors;
import dev.keyparity.agent.guard.AgentGeneration;
import dev.keyparity.agent.guard.HostGuard;
import dev.keyparity.agent.guard.OperatorPolicy;
import dev.keyparity.agent.guard.TimeFloor;
import dev.keyparity.agent.guard.UnendedEffects;
import dev.keyparity.agent.guard.state.DirectoryStateFiles;
import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.rpc.AgentIdentity;
import dev.keyparity.agent.rpc.AgentServer;
import dev.keyparity.agent.rpc.AgentService;
import dev.keyparity.agent.rpc.RpcService;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerServer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.daemon.status.Build;
import dev.keyparity.daemon.status.HealthCheck;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.Sample;
import dev.keyparity.daemon.status.StatusServer;
import dev.keyparity.daemon.warrant.PinnedOperators;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running agent, wired by hand.
 *
 * <ol>
 *   <li>The state directory is this process's alone; the status endpoint answers.
 *   <li>Identity and audit log are opened; the guards read what they durably know.
 *   <li>An interrupted install of each service is finished or undone.
 *   <li>The gRPC server starts last, and stops first.
 * </ol>
 *
 * <p>Several may run in one JVM, each on a state directory of its own.
 */
public final class AgentProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgentProcess.class);
  private static final Duration TLS_LOOK = Duration.ofSeconds(5);
  private static final AtomicLong STARTS = new AtomicLong();

  private final AgentConfig config;
  private final KmsParts parts;
  private final AgentGround ground;
  private final Clock clock;
  private final FaultHandler faults = FaultHandler.logging();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final DirectoryStateFiles files;
  private final StateFiles state;
  private final ScheduledExecutorService timer;
  private final ScheduledExecutorService streams;
  private final ExecutorService calls;
  private final AtomicReference<@Nullable AuditLog> ready = new AtomicReference<>();
  private @Nullable StatusServer status;
  private @Nullable PeerServer server;

  private AgentProcess(AgentConfig config, KmsParts parts, AgentGround ground, Clock clock) {
    this.config = config;
    this.parts = parts;
    this.ground = ground;
    this.clock = clock;
    this.files = new DirectoryStateFiles(config.stateDirectory());
    this.state = ground.state(files);
    this.timer = faults.timer("agent-timer");
    this.streams = faults.timer("agent-streams");
    this.calls = Executors.newCachedThreadPool(work -> daemon("agent-call", work));
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts an agent; it serves when this returns. */
  public static AgentProcess start(AgentConfig config) {
    return start(config, KmsParts.real(), Clock.systemUTC());
  }

  /**
   * The same with other parts for the KMS.
   *
   * @throws KeyparityException if it cannot serve; then nothing is left running
   */
  public static AgentProcess start(AgentConfig config, KmsParts parts, Clock clock) {
    return start(config, parts, AgentGround.real(), clock);
  }

  /** The same on other ground. */
  public static AgentProcess start(
      AgentConfig config, KmsParts parts, AgentGround ground, Clock clock) {
    AgentProcess process = new AgentProcess(config, parts, ground, clock);
    try {
      process.start();
      return process;
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  private void start() {
    open.push(StateLock.take(config.stateDirectory()));
    Metrics metrics = new Metrics(AgentMetrics.DECLARED);
    AgentMetrics own = new AgentMetrics(metrics);
    String version = Build.current().version();
    metrics.family(AgentMetrics.BUILD, () -> List.of(Sample.of(1, config.name(), version)));
    TlsIdentity identity = identity(metrics);
    StatusServer pages = config.status().server(identity::httpsContext, metrics);
    status = pages;
    pages.readiness(List.of(new HealthCheck("serving", this::readiness)));
    pages.start();
    open.push(pages);
    UnendedEffects unended = new UnendedEffects();
    AuditLog audit =
        AuditLog.open(
            config.stateDirectory().resolve("audit.jsonl"),
            clock,
            record -> unended.read(record.event(), record.fields()));
    open.push(audit);
    metrics.gauge(AgentMetrics.AUDIT, () -> audit.isWritable() ? 1 : 0);
    AgentGeneration generation = new AgentGeneration(state);
    AgentIdentity agent = agent(identity, generation, audit);
    audit.append("agent-started", Map.of("instance", agent.instance(), "version", version));
    generation.advance();
    Map<String, RpcService> services = services(identity, agent, unended, metrics);
    AgentServer.sweepIncoming(agent);
    AgentService service = new AgentService(agent, services, streams, own);
    PeerServer rpc = AgentServer.of(config.listen(), identity, service, calls, own);
    server = rpc;
    rpc.start();
    open.push(rpc);
    ready.set(audit);
    log.info("agent {} serves {} on port {}", config.name(), services.keySet(), port());
  }

  private HealthCheck.Health readiness() {
    AuditLog audit = ready.get();
    if (audit == null) {
      return HealthCheck.Health.bad("starting");
    }
    return audit.isWritable()
        ? HealthCheck.Health.good()
        : HealthCheck.Health.bad("the audit log takes no records");
  }

  private TlsIdentity identity(Metrics metrics) {
    TlsIdentity identity = TlsIdentity.loadOf(Role.AGENT, config.name(), config.tls(), clock);
    identity.requireUnexpired();
    metrics.gauge(
        AgentMetrics.CERTIFICATE,
        () -> Duration.between(clock.instant(), identity.expiry()).toSeconds(),
        config.name());
    ScheduledFuture<?> reloading =
        timer.scheduleWithFixedDelay(
            faults.guarding("looking for new TLS files", () -> reload(identity)),
            TLS_LOOK.toMillis(),
            TLS_LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
    open.push(() -> reloading.cancel(false));
    return identity;
  }

  private static void reload(TlsIdentity identity) {
    try {
      if (identity.reloadIfChanged()) {
        log.info("new TLS files are in use, good until {}", identity.expiry());
      }
    } catch (KeyparityException e) {
      log.warn("new TLS files cannot be used: {}", e.operatorMessage());
    }
  }

  private AgentIdentity agent(TlsIdentity identity, AgentGeneration generation, AuditLog audit) {
    return new AgentIdentity(
        config.group(),
        config.name(),
        ProcessInstance.current().text() + "/" + STARTS.incrementAndGet(),
        generation,
        audit,
        new AuditAnchors(state),
        identity.signer(),
        identity.verifier(),
        config.stateDirectory().resolve("incoming"));
  }

  private Map<String, RpcService> services(
      TlsIdentity identity, AgentIdentity agent, UnendedEffects unended, Metrics metrics) {
    SecureRandom random = new SecureRandom();
    Disk disk = ground.disk(new LinuxDisk(random));
    TimeFloor time = new TimeFloor(clock, state);
    long origin = System.nanoTime();
    HostGuard guard =
        new HostGuard(
            config.group(),
            config.name(),
            config.refusesEffects(),
            config.largestEpochJump(),
            new OperatorPolicy(new PinnedOperators(config.operators()), config.approvals()),
            state,
            ground.audit(agent.audit()::append),
            unended,
            agent.generation(),
            time,
            identity.signer(),
            identity.verifier(),
            clock,
            () -> Duration.ofNanos(System.nanoTime() - origin));
    BackupKeys backupKeys =
        new BackupKeys(
            BackupKeys.openOrCreate(disk, config.stateDirectory(), config.name(), clock, random),
            BackupKeys.readRecovery(config.recoveryKeys()));
    ServiceWiring wiring =
        new ServiceWiring(
            config, parts, disk, guard, backupKeys, identity, agent.audit(), timer, calls, random);
    Map<String, RpcService> services = new LinkedHashMap<>();
    for (AgentConfig.Service one : config.services()) {
      RpcService service = wiring.wire(one, open);
      metrics.gauge(
          AgentMetrics.UNDER_WAY,
          () -> service.hosted().guard().underWay().size(),
          service.hosted().service());
      services.put(one.name(), service);
    }
    return services;
  }

  /** The gRPC port, also if the configuration left it to the system. */
  public int port() {
    return Objects.requireNonNull(server, "not started").port();
  }

  /** The status port. */
  public int statusPort() {
    return Objects.requireNonNull(status, "not started").port();
  }

  /** Ends it in order: no new calls, those under way end, what it holds is let go. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        log.warn("close {} failed: {}", part.getClass().getSimpleName(), e.getMessage());
      }
    }
    timer.shutdownNow();
    streams.shutdownNow();
    calls.shutdownNow();
  }

  /**
   * Ends it as {@code kill -9} would, as far as one JVM can: connections drop, nothing more is
   * written to its records, no shutdown code of an effect runs.
   */
  public void abort() {
    files.cutOff();
    if (server != null) {
      server.abort();
    }
    close();
  }
}
