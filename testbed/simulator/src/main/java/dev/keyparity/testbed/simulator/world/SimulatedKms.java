package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.control.ControlResult;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.KernelClock;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.testbed.simulator.history.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The KMS of one host: a process that serves with the key it loaded when it started, whatever
 * becomes of the file. Also the host's kernel, as far as it tells the time of processes.
 */
final class SimulatedKms implements KmsControl, HealthProbe, KernelClock {
  private static final int TICK_MILLIS = 10;

  private final World world;
  private final SimulatedHost host;
  private int boots;
  private int pids = 100;
  private Instant bootedAt = Material.START.minus(Duration.ofDays(1));
  private @Nullable ProcessInstance process;
  private Instant startedAt = Instant.EPOCH;
  private String serving = Event.ABSENT;
  private boolean hidden;
  private boolean serves;
  private boolean stopping;
  private Instant blindUntil = Instant.MIN;

  SimulatedKms(World world, SimulatedHost host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public BootInstant now() {
    return new BootInstant(bootId(), ticks(), host.clock.instant());
  }

  private String bootId() {
    return host.name() + "-boot-" + boots;
  }

  private long ticks() {
    return Duration.between(bootedAt, world.time.instant()).toMillis() / TICK_MILLIS;
  }

  @Override
  public Instant reckonedStartOf(ProcessInstance of) {
    long ago = (ticks() - of.startTicks()) * TICK_MILLIS;
    return host.clock.instant().minusMillis(ago);
  }

  boolean runs() {
    return process != null;
  }

  boolean serves() {
    return serves || isTooSoon();
  }

  /** The name of the key that it serves with. */
  String serving() {
    return serving;
  }

  @Override
  public ProcessSighting look() {
    if (world.strikes(Fault.SIGHT_LOST)) {
      hide(Fault.SIGHT_LOST, world.dice.millis(1, 10_000));
    }
    if (world.time.instant().isBefore(blindUntil) && !world.isCalm()) {
      return new ProcessSighting.CannotTell("the service manager does not answer");
    }
    return process == null || hidden
        ? new ProcessSighting.NoProcess("no pid")
        : new ProcessSighting.Lives(process, startedAt, process.pid() + "@" + process.startTicks());
  }

  /**
   * The agent is back, and the service manager perhaps not: it has a crash of its own behind it.
   */
  void agentIsBack() {
    if (world.strikes(Fault.SIGHT_LOST_AT_START)) {
      hide(Fault.SIGHT_LOST_AT_START, world.dice.millis(1_000, 30_000));
    }
  }

  private void hide(Fault fault, Duration time) {
    world.hit(fault, "nobody can tell how the KMS of %s is".formatted(host.name()));
    blindUntil = world.time.instant().plus(time);
  }

  @Override
  public Answer ask() {
    return serves() && !hidden ? Answer.ANSWERS : Answer.SILENT;
  }

  private boolean isTooSoon() {
    return process != null && world.weakness.has(Weakness.HEALTH_IS_A_PROCESS);
  }

  @Override
  public ControlResult start() {
    host.step("is about to start its KMS");
    if (hidden) {
      hidden = false;
      end(true);
    }
    if (stopping && process != null) {
      end(true);
    }
    if (process != null) {
      return new ControlResult(ControlResult.Kind.DONE, "", "");
    }
    world.time.sleep(world.dice.millis(200, 8_000));
    host.step("goes on to start its KMS");
    if (world.strikes(Fault.START_FAILS)) {
      world.hit(Fault.START_FAILS, "KMS of %s does not start".formatted(host.name()));
      return new ControlResult(ControlResult.Kind.FAILED, "it will not", "no reason");
    }
    if (process == null) {
      begin(true);
    }
    host.step("started its KMS");
    return new ControlResult(ControlResult.Kind.DONE, "", "");
  }

  /** Starts it with what is on the disk now; it serves at once, or some time later. */
  void begin(boolean byAgent) {
    serving = host.keyOnDisk();
    ProcessInstance begun = new ProcessInstance(bootId(), ++pids, ticks());
    process = begun;
    startedAt = reckonedStartOf(begun);
    hidden = false;
    stopping = false;
    serves = false;
    world.record(new Event.KmsStarted(host.name(), serving, byAgent));
    // Where being there counts as serving, only slow starts tell the two apart.
    if (world.strikes(Fault.START_IS_SLOW) || world.weakness.has(Weakness.HEALTH_IS_A_PROCESS)) {
      world.hit(Fault.START_IS_SLOW, "KMS of %s starts slowly".formatted(host.name()));
      world.time.after(world.dice.millis(1_000, 40_000), () -> serve(begun));
    } else {
      serve(begun);
    }
  }

  private void serve(ProcessInstance begun) {
    if (begun.equals(process)) {
      serves = true;
      world.record(new Event.KmsServes(host.name(), serving));
    }
  }

  @Override
  public ControlResult stop() {
    host.step("is about to stop its KMS");
    ProcessInstance stopped = process;
    world.time.sleep(world.dice.millis(100, 3_000));
    host.step("goes on to stop its KMS");
    if (stopped != null && world.strikes(Fault.STOP_HANGS)) {
      world.hit(Fault.STOP_HANGS, "stop of KMS of %s hangs".formatted(host.name()));
      stopping = true;
      world.time.after(
          world.dice.millis(1_000, 60_000),
          () -> {
            if (stopping) {
              endIf(stopped);
            }
          });
      return new ControlResult(ControlResult.Kind.UNDER_WAY, "it still stops", "");
    }
    if (world.weakness.has(Weakness.STOP_NOT_AWAITED)) {
      world.time.after(world.dice.millis(500, 10_000), () -> endIf(stopped));
    } else if (world.weakness.has(Weakness.STOP_NOT_PROVEN)) {
      hidden = true;
    } else {
      end(true);
    }
    host.step("stopped its KMS");
    return new ControlResult(ControlResult.Kind.DONE, "", "");
  }

  private void endIf(@Nullable ProcessInstance stopped) {
    if (stopped != null && stopped.equals(process)) {
      end(true);
    }
  }

  @Override
  public Optional<String> underWay() {
    return stopping && process != null ? Optional.of("a stop of the KMS") : Optional.empty();
  }

  @Override
  public Pause pause() {
    return new Pause() {
      @Override
      public void forAbout(Duration duration) {
        world.time.sleep(duration);
        host.step("looks whether its KMS serves");
      }

      @Override
      public Duration now() {
        return Duration.between(Material.START, world.time.instant());
      }
    };
  }

  /** Its process ends. */
  void end(boolean byAgent) {
    if (process != null) {
      process = null;
      serving = Event.ABSENT;
      stopping = false;
      serves = false;
      world.record(new Event.KmsStopped(host.name(), byAgent));
    }
  }

  /** The host was off and is on again. */
  void boot() {
    boots++;
    pids = 100;
    bootedAt = world.time.instant();
  }
}
