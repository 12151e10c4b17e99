package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.coordinator.CoordinatorConfig;
import dev.keyparity.coordinator.CoordinatorProcess;
import dev.keyparity.coordinator.LeaderDesk;
import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.Workshop;
import dev.keyparity.coordinator.control.agent.AgentKmsControl;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.zookeeper.ZooKeeperKmsEnsemble;
import dev.keyparity.coordinator.zookeeper.ZooKeeperSettings;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.testbed.lab.TestTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real coordinator process in this virtual machine that drives runs; without operators' API. */
final class Coordinator implements AutoCloseable {

  /** Where it lives and whom it knows. */
  record Place(String name, Path tls, Path state, String zookeeper, Path secret) {}

  /** What stands between its runs and the world. */
  interface Faults {
    AgentCalls calls(AgentCalls real);

    RecordStore records(RecordStore real);

    /** Nothing goes wrong. */
    static Faults none() {
      return new Faults() {
        @Override
        public AgentCalls calls(AgentCalls real) {
          return real;
        }

        @Override
        public RecordStore records(RecordStore real) {
          return real;
        }
      };
    }
  }

  private static final Duration CHECK = Duration.ofSeconds(10);

  private final CoordinatorProcess process;
  private final Workshop.Parts parts;
  private final RunWork work;
  private final List<Throwable> escaped;

  private Coordinator(
      CoordinatorProcess process, Workshop.Parts parts, RunWork work, List<Throwable> escaped) {
    this.process = process;
    this.parts = parts;
    this.work = work;
    this.escaped = escaped;
  }

  static Coordinator start(Place place, Faults faults) {
    AtomicReference<Workshop.Parts> parts = new AtomicReference<>();
    AtomicReference<RunWork> work = new AtomicReference<>();
    List<Throwable> escaped = new CopyOnWriteArrayList<>();
    CoordinatorProcess process =
        new CoordinatorProcess(
            config(place),
            given -> {
              AgentCalls calls = faults.calls(given.network().calls());
              Workshop.Parts faulty = faulty(given, faults.records(given.records()), calls);
              parts.set(given);
              RunWork runs = RunWork.of(faulty, calls, new ZooKeeperKmsEnsemble(CHECK));
              work.set(runs);
              return new RunsOnly(runs);
            },
            (doing, fault) -> escaped.add(fault));
    process.start();
    return new Coordinator(
        process, Objects.requireNonNull(parts.get()), Objects.requireNonNull(work.get()), escaped);
  }

  private static Workshop.Parts faulty(
      Workshop.Parts given, RecordStore records, AgentCalls calls) {
    return new Workshop.Parts(
        given.config(),
        given.identity(),
        given.leadership(),
        records,
        given.network(),
        new AgentKmsControl(calls),
        given.kms(),
        given.survey(),
        given.matrix(),
        given.clock(),
        given.metrics(),
        given.faults());
  }

  private static CoordinatorConfig config(Place place) {
    HostPort anywhere = new HostPort("127.0.0.1", 0);
    return new CoordinatorConfig(
        place.name(),
        OneJvm.GROUP,
        anywhere,
        new HostPort(place.name(), 7418),
        TlsFiles.in(place.tls()),
        anywhere,
        new ZooKeeperSettings(
            place.zookeeper(), Duration.ofSeconds(6), place.secret(), "/keyparity", OneJvm.GROUP),
        place.state(),
        new CoordinatorConfig.Kms("keyparity", Duration.ofSeconds(5), Duration.ofSeconds(30), null),
        Duration.ofSeconds(3),
        Logging.Verbosity.INFO);
  }

  private record RunsOnly(RunWork work) implements Workshop {
    @Override
    public ServiceDuty duty(ServiceSpec spec, FencingToken token) {
      return work.duty(spec);
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

  /** Faults that nobody expected. */
  List<Throwable> escaped() {
    return List.copyOf(escaped);
  }

  Coordinator awaitLeading() {
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(() -> process.leadership().token().isPresent());
    return this;
  }

  private FencingToken token() {
    return process.leadership().token().orElseThrow();
  }

  void declare(String serviceFile) {
    parts
        .records()
        .write(
            token(),
            new RecordWrite.Create(
                RecordKey.of(RecordKey.Kind.SPEC, OneJvm.SERVICE),
                new ServiceRecord(serviceFile, "alice", Instant.EPOCH).encode()));
    process.desk().inventoryChanged().join();
  }

  /** The holder of the recovery key proved once that it opens. */
  void recoveryKeyProven() {
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
  Coordinator awaitReports() {
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(
            () ->
                parts.network().fleet().snapshot().service(OneJvm.SERVICE).stream()
                        .flatMap(
                            view ->
                                OneJvm.HOSTS.stream().flatMap(host -> Stream.of(view.host(host))))
                        .filter(view -> view.flatMap(HostView::fresh).isPresent())
                        .count()
                    == OneJvm.HOSTS.size());
    return this;
  }

  /** Waits for a report of a host that says so, and is fresh and settled. */
  void awaitReport(String host, Predicate<HostReport> says) {
    Awaitility.await()
        .atMost(TestTimeouts.SOON)
        .until(
            () ->
                parts
                    .network()
                    .fleet()
                    .snapshot()
                    .service(OneJvm.SERVICE)
                    .flatMap(view -> view.host(host))
                    .flatMap(HostView::fresh)
                    .filter(report -> !report.getKeyDirectory().getChanging())
                    .filter(says)
                    .isPresent());
  }

  @Override
  public void close() {
    process.close();
  }
}
