package dev.keyparity.coordinator;

import dev.keyparity.coordinator.control.agent.AgentKmsControl;
import dev.keyparity.coordinator.fleet.AgentNetwork;
import dev.keyparity.coordinator.fleet.ChannelOpener;
import dev.keyparity.coordinator.fleet.TlsChannels;
import dev.keyparity.coordinator.kms.DecryptMatrix;
import dev.keyparity.coordinator.kms.HadoopKmsClients;
import dev.keyparity.coordinator.kms.KmsAuthentication;
import dev.keyparity.coordinator.kms.KmsSurvey;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.telemetry.CoordinatorMetrics;
import dev.keyparity.coordinator.zookeeper.ZooKeeperLeadership;
import dev.keyparity.coordinator.zookeeper.ZooKeeperRecordStore;
import dev.keyparity.coordinator.zookeeper.ZooKeeperSession;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerFaults;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.Lifecycle;
import dev.keyparity.daemon.status.HealthCheck;
import dev.keyparity.daemon.status.HealthCheck.Health;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.StatusServer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator, wired by hand. The status endpoint starts first and stops last, so that whatever
 * is stuck in between can be seen; leadership starts last and stops before what it drives.
 */
public final class CoordinatorProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CoordinatorProcess.class);

  private static final int QUESTIONS_AT_ONCE = 4;
  private static final Duration RELOAD = Duration.ofSeconds(10);
  private static final Duration AGENT_DEADLINE = Duration.ofSeconds(5);

  private final Lifecycle lifecycle = new Lifecycle();
  private final StatusServer status;
  private final ZooKeeperLeadership leadership;
  private final LeaderDesk desk;

  /**
   * Builds everything and starts nothing; reads the TLS files and the ZooKeeper secret.
   *
   * @throws KeyparityException for files that cannot be read, or are somebody else's
   */
  public CoordinatorProcess(
      CoordinatorConfig config, Function<Workshop.Parts, Workshop> workshops, FaultHandler faults) {
    this(config, workshops, TlsChannels::new, faults);
  }

  /** The same with other channels to agents: whole-system tests cut them. */
  public CoordinatorProcess(
      CoordinatorConfig config,
      Function<Workshop.Parts, Workshop> workshops,
      Function<TlsIdentity, ChannelOpener> channels,
      FaultHandler faults) {
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    TlsIdentity identity = TlsIdentity.loadOf(Role.COORDINATOR, config.name(), config.tls(), clock);
    Metrics registry = new Metrics(CoordinatorMetrics.ALL);

    ZooKeeperSession session = new ZooKeeperSession(config.zookeeper(), System::nanoTime);
    leadership = new ZooKeeperLeadership(session, config.group(), self(config, random), faults);
    CoordinatorMetrics metrics = new CoordinatorMetrics(registry, clock, leadership);
    ZooKeeperRecordStore records = new ZooKeeperRecordStore(session, leadership);
    AgentNetwork network =
        new AgentNetwork(
            new AgentNetwork.Ground(
                channels.apply(identity),
                new PeerFaults(identity)::explain,
                leadership,
                records,
                clock,
                System::nanoTime,
                random,
                faults),
            new AgentNetwork.Limits(config.freshness(), AGENT_DEADLINE),
            metrics);
    status = config.status().server(identity::httpsContext, registry);
    status.readiness(readiness(session));
    CoordinatorConfig.Kms kms = config.kms();
    Workshop workshop =
        workshops.apply(
            new Workshop.Parts(
                config,
                identity,
                leadership,
                records,
                network,
                new AgentKmsControl(network.calls()),
                new HadoopKmsClients(
                    KmsAuthentication.simple(kms.user()),
                    kms.probeDeadline(),
                    kms.caFile(),
                    random),
                new KmsSurvey(clock, kms.surveyDeadline(), QUESTIONS_AT_ONCE),
                new DecryptMatrix(clock, kms.surveyDeadline()),
                clock,
                metrics,
                status,
                faults));
    desk =
        new LeaderDesk(
            records,
            new ServiceLoop.Parts(leadership, network.fleet(), network.barrier(), faults),
            workshop::duty);

    metrics.watch(config.name(), session::isConnected, identity::expiry);
    metrics.watch(network.fleet());

    lifecycle.add("status", status);
    lifecycle.add("certificates", new CertificateReload(identity, faults));
    lifecycle.add("zookeeper", session);
    lifecycle.add("agents", network);
    lifecycle.add("leader desk", desk);
    workshop.admin(desk).ifPresent(admin -> lifecycle.add("admin", admin));
    lifecycle.add("leadership", leadership);
  }

  /** The holder is drawn, so that no two process starts ever share it. */
  private static Leadership.Coordinator self(CoordinatorConfig config, SecureRandom random) {
    byte[] drawn = new byte[4];
    random.nextBytes(drawn);
    return new Leadership.Coordinator(
        config.name(),
        config.name() + "-" + HexFormat.of().formatHex(drawn),
        config.advertise().toString());
  }

  private List<HealthCheck> readiness(ZooKeeperSession session) {
    return List.of(
        new HealthCheck(
            "zookeeper", () -> session.isConnected() ? Health.good() : Health.bad(whyNot(session))),
        new HealthCheck("election", () -> goodIfEmpty(leadership.problem())),
        new HealthCheck("services", () -> goodIfEmpty(desk.problem())));
  }

  private static String whyNot(ZooKeeperSession session) {
    return session.lastError().isEmpty() ? "not connected" : session.lastError();
  }

  private static Health goodIfEmpty(String problem) {
    return problem.isEmpty() ? Health.good() : Health.bad(problem);
  }

  /** Starts everything; if a part cannot start, closes what did. */
  public void start() {
    lifecycle.start();
  }

  public int statusPort() {
    return status.port();
  }

  public Leadership leadership() {
    return leadership;
  }

  public LeaderDesk desk() {
    return desk;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  @Override
  public void close() {
    lifecycle.close();
  }

  /** Looks now and then whether the certificate files changed. */
  private static final class CertificateReload implements Component {
    private final TlsIdentity identity;
    private final FaultHandler faults;
    private final ScheduledExecutorService timer;

    CertificateReload(TlsIdentity identity, FaultHandler faults) {
      this.identity = identity;
      this.faults = faults;
      this.timer = faults.timer("certificates");
    }

    @Override
    public void start() {
      var unused =
          timer.scheduleWithFixedDelay(
              faults.guarding("reading certificates again", this::reload),
              RELOAD.toMillis(),
              RELOAD.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    private void reload() {
      try {
        if (identity.reloadIfChanged()) {
          log.info("new certificate in use, good until {}", identity.expiry());
        }
      } catch (KeyparityException e) {
        log.warn("the former certificate stays in use: {}", e.operatorMessage());
      }
    }

    @Override
    public void close() {
      timer.shutdown();
    }
  }
}
