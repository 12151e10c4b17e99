package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.control.agent.AgentKmsControl;
import dev.keyparity.coordinator.duty.Ground;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.ApprovedStatements;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.DirectAgents;
import dev.keyparity.coordinator.fleet.DirectMarks;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.testbed.simulator.time.Killed;
import dev.keyparity.testbed.simulator.time.SimulatedProcess;
import dev.keyparity.testbed.simulator.time.SkewedClock;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A coordinator that is started again whenever it dies. */
final class SimulatedCoordinator {
  private static final Duration PAUSE = Duration.ofSeconds(1);

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

  /** From one start to the next death: a thread of its own. */
  final class Life {
    private final String holder;
    private final SessionLeadership leadership;
    private final DirectAgents agents;
    private final RunWork work;
    private final PolledFleet fleet;
    private final SimulatedProcess process;
    private boolean dead;
    private Instant asleepSince = Instant.MAX;

    Life(String holder) {
      this.holder = holder;
      this.leadership = new SessionLeadership(world.ensemble);
      this.agents =
          new DirectAgents(new Wire(world, this), Life::explain, leadership, world.dice.fork());
      agents.follow(List.of(world.keys.spec()));
      StoreLink store = new StoreLink(world, this);
      DirectMarks marks = new DirectMarks(store, leadership::token);
      this.fleet = new PolledFleet(world, clock, agents.calls(), marks, leadership);
      this.work =
          new RunWork(
              new Ground(
                  World.GROUP,
                  leadership,
                  store,
                  fleet,
                  agents.calls(),
                  new AgentKmsControl(agents.calls()),
                  world.keys.kms,
                  world.keys.kms,
                  declared -> new KmsEnsemble.Health(true, "a quorum"),
                  Runnable::run,
                  clock,
                  world.dice.fork(),
                  new Plans(store),
                  new Evidence(store),
                  new ApprovedStatements(store)),
              (doing, fault) -> {
                throw new IllegalStateException(doing, fault);
              });
      var unused =
          work.runs().watch(journal -> world.transitions.addAll(world.journals.wrote(journal)));
      this.process = world.time.process(holder, world.dice.millis(100, 1_000), this::live);
    }

    private static KeyparityException explain(Throwable failure, String peer) {
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

    String holder() {
      return holder;
    }

    /** Of the machine it runs on. */
    String name() {
      return name;
    }

    SessionLeadership leadership() {
      return leadership;
    }

    RunWork work() {
      return work;
    }

    boolean isDead() {
      return dead;
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
        if (token.isPresent()) {
          lead(token.get());
        }
        world.time.sleep(PAUSE);
      }
    }

    private void lead(FencingToken gained) {
      ServiceDuty duty = work.duty(world.keys.spec());
      @Nullable Fenced fenced = null;
      while (leadership.token().isPresent() && leadership.holds(gained)) {
        if (fenced == null || fleet.heardOf(fenced.silent().keySet())) {
          fenced = fence(leadership.token().orElse(gained));
        }
        Duration rest = PAUSE;
        if (fenced != null) {
          rest = turn(duty, fenced);
        }
        world.time.sleep(rest);
      }
    }

    private @Nullable Fenced fence(FencingToken token) {
      if (world.weakness.has(Weakness.BARRIER_OFF)) {
        return new Fenced(token, Map.of(), Map.of());
      }
      try {
        return agents.barrier().raise(world.keys.spec(), token).get();
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
    void beforeSend(String what) {
      requireAlive();
      if (world.strikes(Fault.COORDINATOR_CRASH)) {
        world.hit(Fault.COORDINATOR_CRASH, "%s dies before %s".formatted(holder, what));
        die();
      }
      if (world.strikes(Fault.COORDINATOR_PAUSED)) {
        world.hit(Fault.COORDINATOR_PAUSED, "%s is stopped before %s".formatted(holder, what));
        asleepSince = world.time.instant();
        world.time.sleep(world.dice.millis(1_000, 40_000));
        asleepSince = Instant.MAX;
        requireAlive();
      }
    }

    private void die() {
      dead = true;
      process.kill();
      world.time.after(world.dice.millis(2_000, 15_000), SimulatedCoordinator.this::start);
      throw new Killed(holder);
    }

    private void requireAlive() {
      if (dead) {
        throw new Killed(holder);
      }
    }

    void sleep(Duration time) {
      world.time.sleep(time);
      requireAlive();
    }
  }
}
