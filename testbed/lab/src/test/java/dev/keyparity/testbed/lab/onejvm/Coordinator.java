package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.coordinator.CoordinatorConfig;
import dev.keyparity.coordinator.CoordinatorProcess;
import dev.keyparity.coordinator.LeaderDesk;
import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.Workshop;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.TlsChannels;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.zookeeper.ZooKeeperKmsEnsemble;
import dev.keyparity.coordinator.zookeeper.ZooKeeperSettings;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.testbed.lab.TestTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real coordinator process in this virtual machine that drives runs; without operators' API. */
final class Coordinator implements AutoCloseable {

  /**
   * Where it lives and whom it knows.
   *
   * @param zookeeper port of the server
   * @param root the path under which everything of its group stands
   * @param agents what the agent of a host lives by
   */
  record Place(
      String name,
      Path tls,
      Path state,
      int zookeeper,
      String root,
      Path secret,
      Function<String, Lifeline> agents) {}

  private static final Duration CHECK = Duration.ofSeconds(10);

  private final CoordinatorProcess process;
  private final Lifeline life;
  private final ZooKeeperLink zookeeper;
  private final Workshop.Parts parts;
  private final RunWork work;
  private final List<Throwable> escaped;
  private final Judged judged;

  /**
   * How the hosts stand, as a test says, and the rules by which policy did nothing about it.
   *
   * @param parity null: nobody has judged them
   */
  private record Judged(AtomicReference<@Nullable ServiceParity> parity, List<String> rested) {
    Judged() {
      this(new AtomicReference<>(), new CopyOnWriteArrayList<>());
    }
  }

  private Coordinator(
      CoordinatorProcess process,
      Lifeline life,
      ZooKeeperLink zookeeper,
      Workshop.Parts parts,
      RunWork work,
      List<Throwable> escaped,
      Judged judged) {
    this.judged = judged;
    this.process = process;
    this.life = life;
    this.zookeeper = zookeeper;
    this.parts = parts;
    this.work = work;
    this.escaped = escaped;
  }

  /** Starts one that lives as long as its lifeline. */
  static Coordinator start(Place place, Lifeline life) {
    ZooKeeperLink zookeeper = new ZooKeeperLink(life, place.zookeeper());
    AtomicReference<Workshop.Parts> parts = new AtomicReference<>();
    AtomicReference<RunWork> work = new AtomicReference<>();
    List<Throwable> escaped = new CopyOnWriteArrayList<>();
    Judged judged = new Judged();
    CoordinatorProcess process =
        new CoordinatorProcess(
            config(place, zookeeper.connect()),
            given -> {
              parts.set(given);
              RunWork runs = RunWork.of(linked(given, life), new ZooKeeperKmsEnsemble(CHECK));
              work.set(runs);
              return new RunsOnly(runs, judged);
            },
            identity -> new AgentLinks(life, place.agents(), new TlsChannels(identity)),
            (doing, fault) -> escaped.add(fault));
    process.start();
    return new Coordinator(
        process,
        life,
        zookeeper,
        Objects.requireNonNull(parts.get()),
        Objects.requireNonNull(work.get()),
        escaped,
        judged);
  }

  private static Workshop.Parts linked(Workshop.Parts given, Lifeline life) {
    return new Workshop.Parts(
        given.config(),
        given.identity(),
        given.leadership(),
        given.records(),
        given.network(),
        given.control(),
        new KmsLinks(life, given.kms()),
        given.survey(),
        given.matrix(),
        given.clock(),
        given.metrics(),
        given.status(),
        given.faults());
  }

  private static CoordinatorConfig config(Place place, String zookeeper) {
    HostPort anywhere = new HostPort("127.0.0.1", 0);
    return new CoordinatorConfig(
        place.name(),
        OneJvm.GROUP,
        anywhere,
        new HostPort(place.name(), 7418),
        TlsFiles.in(place.tls()),
        new StatusEndpoint(anywhere, null),
        new ZooKeeperSettings(
            zookeeper, Duration.ofSeconds(6), place.secret(), place.root(), OneJvm.GROUP),
        place.state(),
        new CoordinatorConfig.Kms("keyparity", Duration.ofSeconds(5), Duration.ofSeconds(30), null),
        Duration.ofSeconds(3),
        Logging.Verbosity.INFO);
  }

  private record RunsOnly(RunWork work, Judged judged) implements Workshop {
    @Override
    public ServiceDuty duty(ServiceSpec spec, FencingToken token) {
      return work.duty(spec)
          .and(
              work.policy(
                  spec,
                  () -> Optional.ofNullable(judged.parity().get()),
                  rule -> judged.rested().add(rule)));
    }

    @Override
    public Optional<Component> admin(LeaderDesk desk) {
      work.wakeWith(desk::wake);
      return Optional.empty();
    }
  }

  RunWork work() {
    return work;
  }

  /** From now on the hosts stand so. */
  void judge(ServiceParity parity) {
    judged.parity().set(parity);
  }

  /** The rules by which policy did nothing, in order. */
  List<String> rested() {
    return judged.rested();
  }

  Evidence evidence() {
    return new Evidence(parts.records());
  }

  IdentityStatement approved() {
    return new ApprovedStatements(parts.records()).find(OneJvm.SERVICE).orElseThrow().statement();
  }

  /** Faults that nobody expected. */
  List<Throwable> escaped() {
    return List.copyOf(escaped);
  }

  private Coordinator awaitLeading() {
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(() -> process.leadership().token().isPresent());
    return this;
  }

  /** The agents as this coordinator calls them. */
  AgentCalls agents() {
    return parts.network().calls();
  }

  FencingToken token() {
    return process.leadership().token().orElseThrow();
  }

  /** Declares the service, if that is not done yet. */
  private void declare(String serviceFile) {
    RecordKey key = RecordKey.of(RecordKey.Kind.SPEC, OneJvm.SERVICE);
    if (parts.records().read(key).isEmpty()) {
      parts
          .records()
          .write(
              token(),
              new RecordWrite.Create(
                  key, new ServiceRecord(serviceFile, "alice", Instant.EPOCH).encode()));
      process.desk().inventoryChanged().join();
    }
  }

  /**
   * Leads a service of that file whose recovery key was proven, and has heard of every host; some
   * of it may have been so before.
   */
  Coordinator takeUp(String serviceFile) {
    return takeUp(serviceFile, OneJvm.HOSTS);
  }

  /** The same, where the file declares these hosts. */
  Coordinator takeUp(String serviceFile, List<String> declared) {
    awaitLeading();
    declare(serviceFile);
    recoveryKeyProven();
    return awaitReports(declared);
  }

  /** Declares the service anew, and waits until every host it has now was heard of. */
  Coordinator apply(String serviceFile, List<String> declared) {
    RecordKey key = RecordKey.of(RecordKey.Kind.SPEC, OneJvm.SERVICE);
    ServiceRecord record = new ServiceRecord(serviceFile, "alice", Instant.EPOCH);
    parts
        .records()
        .write(token(), RecordWrite.put(key, parts.records().read(key), record.encode()));
    process.desk().inventoryChanged().join();
    return awaitReports(declared);
  }

  /** The holder of the recovery key proved once that it opens. */
  private void recoveryKeyProven() {
    Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    new Evidence(parts.records())
        .prove(
            token(),
            OneJvm.SERVICE,
            before ->
                before.answered(
                    new RecoveryProofs.Challenge(
                        "c1",
                        OneJvm.RECOVERY.recipient().fingerprint().hex(),
                        "0".repeat(64),
                        now.plusSeconds(60)),
                    "alice",
                    now));
  }

  /** Waits until every host was heard of. */
  private Coordinator awaitReports(List<String> declared) {
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(
            () ->
                parts.network().fleet().snapshot().service(OneJvm.SERVICE).stream()
                        .flatMap(
                            view -> declared.stream().flatMap(host -> Stream.of(view.host(host))))
                        .filter(view -> view.flatMap(HostView::fresh).isPresent())
                        .count()
                    == declared.size());
    return this;
  }

  /** Waits until nothing of a host counts any more. */
  void awaitSilence(String host) {
    Awaitility.await().atMost(TestTimeouts.START).until(() -> fresh(host).isEmpty());
  }

  private Optional<HostReport> fresh(String host) {
    return parts
        .network()
        .fleet()
        .snapshot()
        .service(OneJvm.SERVICE)
        .flatMap(view -> view.host(host))
        .flatMap(HostView::fresh);
  }

  /** Waits for a report of a host that says so, and is fresh and settled. */
  void awaitReport(String host, Predicate<HostReport> says) {
    Awaitility.await()
        .atMost(TestTimeouts.SOON)
        .until(
            () ->
                fresh(host)
                    .filter(report -> !report.getKeyDirectory().getChanging())
                    .filter(says)
                    .isPresent());
  }

  /** Completes when it is dead. */
  CompletableFuture<Void> death() {
    return life.death();
  }

  /**
   * After its death: the server forgets its sessions, as it would some seconds later, and what this
   * virtual machine still holds of it is let go. Nothing of that reaches anybody.
   */
  void bury() {
    zookeeper.endSessions();
    Thread gravedigger = new Thread(process::close, "burial");
    gravedigger.setDaemon(true);
    gravedigger.start();
  }

  @Override
  public void close() {
    process.close();
    zookeeper.close();
  }
}
