package dev.keyparity.agent.control;

import dev.keyparity.agent.control.SystemdBus.BusFailure;
import dev.keyparity.agent.control.SystemdBus.Unit;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A KMS that is a systemd service unit.
 *
 * <p>Starting and stopping queue a job and wait until the unit has no job and has come to rest. A
 * unit that systemd is about to restart by itself ({@code auto-restart}) is not at rest: a process
 * may come at any moment.
 */
public final class SystemdControl implements KmsControl {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Set<String> AT_REST = Set.of("inactive", "failed");

  private final String unit;
  private final SystemdBus bus;
  private final ProcessTable processes;
  private final Duration startDeadline;
  private final Duration stopDeadline;
  private final Pause pause;

  public SystemdControl(
      String unit,
      SystemdBus bus,
      ProcessTable processes,
      Duration startDeadline,
      Duration stopDeadline,
      Pause pause) {
    this.unit = unit;
    this.bus = bus;
    this.processes = processes;
    this.startDeadline = startDeadline;
    this.stopDeadline = stopDeadline;
    this.pause = pause;
  }

  @Override
  public ProcessSighting look() {
    try {
      return sighting(bus.unit(unit));
    } catch (BusFailure e) {
      return new ProcessSighting.CannotTell(e.text());
    }
  }

  private ProcessSighting sighting(Unit found) {
    if (!found.loadState().equals("loaded")) {
      return new ProcessSighting.CannotTell("unit %s: %s".formatted(unit, found.loadState()));
    }
    if (found.mainPid() > 0) {
      return processes
          .find(found.mainPid())
          .<ProcessSighting>map(
              process ->
                  new ProcessSighting.Lives(
                      process, processes.startOf(process), found.invocation()))
          .orElseGet(
              () ->
                  new ProcessSighting.CannotTell(
                      "unit %s: process %d is just ending".formatted(unit, found.mainPid())));
    }
    if (AT_REST.contains(found.activeState()) && !found.job()) {
      return new ProcessSighting.NoProcess("unit %s is %s".formatted(unit, found.activeState()));
    }
    return new ProcessSighting.CannotTell(
        "unit %s: %s (%s)".formatted(unit, found.activeState(), found.subState()));
  }

  @Override
  public Optional<String> underWay() {
    try {
      return bus.unit(unit).job()
          ? Optional.of("systemd job of unit %s".formatted(unit))
          : Optional.empty();
    } catch (BusFailure e) {
      return Optional.of("systemd cannot be asked for jobs of %s".formatted(unit));
    }
  }

  @Override
  public ControlResult start() {
    try {
      bus.start(unit);
    } catch (BusFailure e) {
      return ControlResult.failed(e.text(), "");
    }
    Unit end = awaitNoJob(startDeadline);
    ProcessSighting now = look();
    if (now.living().isPresent()) {
      return ControlResult.done();
    }
    return end.job()
        ? ControlResult.underWay("unit %s: its start job has not ended".formatted(unit))
        : ControlResult.failed(
            "unit %s: %s, result %s".formatted(unit, end.activeState(), end.result()), "");
  }

  @Override
  public ControlResult stop() {
    try {
      bus.stop(unit);
    } catch (BusFailure e) {
      return ControlResult.failed(e.text(), "");
    }
    Deadline deadline = Deadline.in(stopDeadline);
    while (!(look() instanceof ProcessSighting.NoProcess)) {
      if (deadline.isOver()) {
        return ControlResult.underWay("unit %s: %s".formatted(unit, look().text()));
      }
      pause.forAbout(POLL);
    }
    return ControlResult.done();
  }

  /** The unit without a job, or as it was when the time was up. */
  private Unit awaitNoJob(Duration patience) {
    Deadline deadline = Deadline.in(patience);
    Unit last = new Unit("unknown", "unknown", "", 0, "", true, "unknown");
    while (true) {
      try {
        last = bus.unit(unit);
        if (!last.job()) {
          return last;
        }
      } catch (BusFailure lookAgain) {
        // Queued is queued: the connection is made anew, and the unit looked at again.
        last = new Unit("unknown", "unknown", lookAgain.text(), 0, "", true, "unknown");
      }
      if (deadline.isOver()) {
        return last;
      }
      pause.forAbout(POLL);
    }
  }
}
