package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.control.agent.AgentKmsControl;
import dev.keyparity.coordinator.duty.Ground;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentNetwork;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.testbed.simulator.history.Event;
import dev.keyparity.testbed.simulator.time.Killed;
import dev.keyparity.testbed.simulator.time.SimulatedProcess;
import dev.keyparity.testbed.simulator.time.SimulatedTimer;
import dev.keyparity.testbed.simulator.time.SkewedClock;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A coordinator that is started again whenever it dies. */
final class SimulatedCoordinator {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_BARRIER = Duration.ofMinutes(5);

  private final World world;
  private final String name;
  final SkewedClock clock;
  private @Nullable Life life;
  private int lives;

  SimulatedCoordinator(World world, String name) {
    this.world = world;
    this.name = name;
    this.clock = new SkewedClock(world.time);
  }

  String name() {
    return name;
  }

  @Nullable Life life() {
    return life;
  }

  void start() {
    life = new Life(name + "#" + ++lives);
  }

  static KeyparityException explain(Throwable failure, String peer) {
    if (failure instanceof KeyparityException named) {
      return named;
    }
    Optional<KeyparityException> said = GrpcFaults.detailOf(failure);
    Status.Code code = Status.fromThrowable(failure).getCode();
    return said.orElseGet(
        () ->
            new KeyparityException(
                code == Status.Code.DEADLINE_EXCEEDED
                    ? ErrorCode.DEADLINE_EXCEEDED
                    : ErrorCode.PEER_UNREACHABLE,
                peer + ": " + code));
  }

  /** From one start to the next death: a thread of its own, and those of its parts. */
  final class Life implements Caller, SimulatedTimer.Owner {
    private final String holder;
    private final SessionLeadership leadership;
    private final AgentNetwork network;
    private final Fleet fleet;
    private final RunWork work;
    private final ParityBoard parity;
    private final SimulatedProcess process;
    private boolean dead;
    private Instant asleepSince = Instant.MAX;
    private Instant asleepUntil = Instant.MIN;

    Life(String holder) {
      this.holder = holder;
      this.leadership = new SessionLeadership(world.ensemble);
      LifeThreads threads = new LifeThreads(world, this);
      WatchedRecords records = new WatchedRecords(new StoreLink(world, this));
      this.network =
          new AgentNetwork(
              new AgentNetwork.Ground(
                  new Wire(world, this),
                  SimulatedCoordinator::explain,
                  leadership,
                  records,
                  clock,
                  () -> Duration.between(Material.START, world.time.instant()).toNanos(),
                  world.dice.fork(),
                  threads),
              AgentNetwork.Limits.DEFAULT,
              (rpc, host, failure, took) -> {});
      this.fleet =
          world.weakness.has(Weakness.STALE_IS_GREEN)
              ? new StaleAsFresh(network.fleet())
              : network.fleet();
      this.work = work(records, threads);
      this.parity = parity(records, threads);
      var unused = work.runs().watch(world::wrote);
      network.start();
      parity.start();
      this.process = world.time.process(holder, world.dice.millis(100, 1_000), this::live);
    }

    private RunWork work(WatchedRecords records, LifeThreads threads) {
      return new RunWork(
          new Ground(
              World.GROUP,
              leadership,
              records,
              fleet,
              network.calls(),
              new AgentKmsControl(network.calls()),
              world.keys.kms,
              world.keys.kms,
              declared -> new KmsEnsemble.Health(true, "a quorum"),
              Runnable::run,
              clock,
              world.dice.fork(),
              new Plans(records),
              new Evidence(records),
              new ApprovedStatements(records)),
          threads);
    }

    private JournalStore journals(WatchedRecords records) {
      JournalStore real = new RecordedJournals(records, leadership::token);
      return world.weakness.has(Weakness.SANCTIONS_FORGOTTEN) ? new NoOpenRun(real) : real;
    }

    private ParityBoard parity(WatchedRecords records, LifeThreads threads) {
      return new ParityBoard(
          new ParityBoard.Ports(
              world.weakness.has(Weakness.ALARMS_SLEEP)
                  ? new Drowsy(leadership, this::isRunOpen)
                  : leadership,
              () -> leadership.token().isPresent() ? List.of(world.keys.spec()) : List.of(),
              fleet,
              network.calls(),
              records,
              new Evidence(records),
              new ApprovedStatements(records),
              new Plans(records),
              journals(records),
              (service, host) -> world.record(new Event.AlarmRaised(host, holder)),
              clock,
              work.journalTime(),
              threads));
    }

    @Override
    public String holder() {
      return holder;
    }

    @Override
    public String name() {
      return name;
    }

    SessionLeadership leadership() {
      return leadership;
    }

    RunWork work() {
      return work;
    }

    private boolean isRunOpen() {
      return world.isRunOpen();
    }

    /** How it shows the hosts to whoever asks now; empty if it does not lead, or cannot answer. */
    Optional<ServiceParity> shown() {
      boolean answers = !dead && isAwake() && leadership.token().isPresent();
      return answers
          ? Optional.of(parity.parity(world.keys.spec(), fleet.snapshot()))
          : Optional.empty();
    }

    @Override
    public boolean isDead() {
      return dead;
    }

    @Override
    public Instant asleepUntil() {
      return asleepUntil;
    }

    private boolean isAwake() {
      return !world.time.instant().isBefore(asleepUntil);
    }

    /** Has something done that it learns from outside, in order: now, or when it is awake again. */
    void onceAwake(Runnable what) {
      if (dead) {
        return;
      }
      if (isAwake()) {
        what.run();
      } else {
        world.time.after(
            Duration.between(world.time.instant(), asleepUntil), () -> onceAwake(what));
      }
    }

    /** How long it is asleep already; zero if it is awake. */
    Duration sleptFor() {
      Duration since = Duration.between(asleepSince, world.time.instant());
      return asleepSince.equals(Instant.MAX) || since.isNegative() ? Duration.ZERO : since;
    }

    /** In the order of {@code ServiceLoop}: fence, then turns, fencing silent hosts again. */
    private void live() {
      world.note(holder + " runs");
      while (true) {
        Optional<FencingToken> token = leadership.token();
        if (token.isPresent() && follows(List.of(world.keys.spec()))) {
          lead(token.get());
          var unused = follows(List.of());
        }
        sleep(PAUSE);
      }
    }

    private boolean follows(List<ServiceSpec> services) {
      try {
        network.fleet().follow(services);
        return true;
      } catch (KeyparityException unread) {
        return false;
      }
    }

    private void lead(FencingToken gained) {
      ServiceDuty duty = work.duty(world.keys.spec());
      @Nullable Fenced fenced = null;
      while (leadership.token().isPresent() && leadership.holds(gained)) {
        if (fenced == null || isOutdated(fenced)) {
          fenced = fence(leadership.token().orElse(gained));
        }
        Duration rest = PAUSE;
        if (fenced != null) {
          rest = turn(duty, fenced);
        }
        sleep(rest);
      }
    }

    private boolean isOutdated(Fenced fenced) {
      return fleet.snapshot().service(World.SERVICE).filter(fenced::isOutdated).isPresent();
    }

    private @Nullable Fenced fence(FencingToken token) {
      if (world.weakness.has(Weakness.BARRIER_OFF)) {
        return new Fenced(token, Map.of(), Map.of());
      }
      CompletableFuture<Fenced> raised = network.barrier().raise(world.keys.spec(), token);
      var unused = raised.whenComplete((fenced, failure) -> world.time.signal());
      boolean isOver = world.time.await(() -> raised.isDone() || dead, LONGEST_BARRIER);
      requireAwake();
      try {
        return isOver ? raised.get() : null;
      } catch (ExecutionException refused) {
        return null;
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts", e);
      }
    }

    private Duration turn(ServiceDuty duty, Fenced fenced) {
      try {
        return duty.turn(fenced);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts", e);
      }
    }

    /** Something is about to leave this process: it may die here, or be stopped for a while. */
    @Override
    public void beforeSend(String what) {
      requireAwake();
      if (world.strikes(Fault.COORDINATOR_CRASH)) {
        world.hit(Fault.COORDINATOR_CRASH, "%s dies before %s".formatted(holder, what));
        die();
      }
      if (world.strikes(Fault.COORDINATOR_PAUSED)) {
        world.hit(Fault.COORDINATOR_PAUSED, "%s is stopped before %s".formatted(holder, what));
        asleepSince = world.time.instant();
        asleepUntil = asleepSince.plus(world.dice.millis(1_000, 40_000));
        requireAwake();
        asleepSince = Instant.MAX;
      }
    }

    private void die() {
      dead = true;
      process.kill();
      world.time.signal();
      world.time.after(world.dice.millis(2_000, 15_000), SimulatedCoordinator.this::start);
      throw new Killed(holder);
    }

    /** Goes on only while the process lives, and when it is awake. */
    private void requireAwake() {
      while (!dead && !isAwake()) {
        world.time.sleep(Duration.between(world.time.instant(), asleepUntil));
      }
      if (dead) {
        throw new Killed(holder);
      }
    }

    @Override
    public void sleep(Duration time) {
      world.time.sleep(time);
      requireAwake();
    }
  }
}
