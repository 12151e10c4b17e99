package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.control.ControlResult;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.KernelClock;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.testbed.simulator.history.Event;
import java.time.Duration;
import java.time.Instant;
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

  SimulatedKms(World world, SimulatedHost host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public BootInstant now() {
    return new BootInstant(bootId(), ticks(), world.time.instant());
  }

  private String bootId() {
    return host.name() + "-boot-" + boots;
  }

  private long ticks() {
    return Duration.between(bootedAt, world.time.instant()).toMillis() / TICK_MILLIS;
  }

  @Override
  public Instant reckonedStartOf(ProcessInstance of) {
    return bootedAt.plusMillis(of.startTicks() * TICK_MILLIS);
  }

  boolean runs() {
    return process != null;
  }

  /** The name of the key that it serves with. */
  String serving() {
    return serving;
  }

  @Override
  public ProcessSighting look() {
    return process == null || hidden
        ? new ProcessSighting.NoProcess("no pid")
        : new ProcessSighting.Lives(process, startedAt, process.pid() + "@" + process.startTicks());
  }

  @Override
  public Answer ask() {
    return process == null || hidden ? Answer.SILENT : Answer.ANSWERS;
  }

  @Override
  public ControlResult start() {
    host.step("is about to start its KMS");
    if (hidden) {
      hidden = false;
      end(true);
    }
    if (process != null) {
      return new ControlResult(ControlResult.Kind.DONE, "", "");
    }
    world.time.sleep(world.dice.millis(200, 8_000));
    if (world.strikes(0.05)) {
      world.hit("KMS does not start", "KMS of %s does not start".formatted(host.name()));
      return new ControlResult(ControlResult.Kind.FAILED, "it will not", "no reason");
    }
    begin(true);
    host.step("started its KMS");
    return new ControlResult(ControlResult.Kind.DONE, "", "");
  }

  /** Starts it with what is on the disk now. */
  void begin(boolean byAgent) {
    serving = host.keyOnDisk();
    process = new ProcessInstance(bootId(), ++pids, ticks());
    startedAt = reckonedStartOf(process);
    hidden = false;
    world.record(new Event.KmsStarted(host.name(), serving, byAgent));
  }

  @Override
  public ControlResult stop() {
    host.step("is about to stop its KMS");
    world.time.sleep(world.dice.millis(100, 3_000));
    if (world.strikes(0.05)) {
      world.hit("stop hangs", "stop of KMS of %s hangs".formatted(host.name()));
      return new ControlResult(ControlResult.Kind.UNDER_WAY, "it still stops", "");
    }
    if (world.weakness == Weakness.STOP_NOT_PROVEN) {
      hidden = true;
    } else {
      end(true);
    }
    host.step("stopped its KMS");
    return new ControlResult(ControlResult.Kind.DONE, "", "");
  }

  /** Its process ends. */
  void end(boolean byAgent) {
    if (process != null) {
      process = null;
      serving = Event.ABSENT;
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
