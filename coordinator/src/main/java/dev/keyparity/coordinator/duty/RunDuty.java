package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.workflow.Engine;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the open run of one service during one leadership, and has the hosts told of those that
 * were aborted.
 *
 * <p>One turn takes ticks of the engine while they make progress, and then rests as long as the
 * last one says. It remembers only what it said last, so that the log has each sentence once.
 */
final class RunDuty implements ServiceDuty {
  private static final Logger log = LoggerFactory.getLogger(RunDuty.class);

  /** An operator's call wakes the loop; looking again now and then costs one read. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(20);

  /** Then the loop looks whether it still leads, and whether a silent host came back. */
  private static final int TICKS_AT_MOST = 32;

  private final String service;
  private final Engines engines;
  private final RunNotes notes;
  private final Clock clock;
  private final RevocationDuty revocations;
  private String said = "";

  RunDuty(String service, Engines engines, Ground ground) {
    this.service = service;
    this.engines = engines;
    this.notes = new RunNotes(ground.evidence(), ground.clock());
    this.clock = engines.clock();
    this.revocations = new RevocationDuty(service, engines, ground, notes);
  }

  @Override
  public Duration turn(Fenced fenced) throws InterruptedException {
    try {
      Optional<RunJournal> current = current(fenced);
      Optional<RunId> open =
          current.filter(journal -> !journal.state().isTerminal()).map(RunJournal::run);
      Duration rest = open.isPresent() ? drive(fenced, open.get()) : IDLE;
      return shorter(rest, revocations.turn(fenced, current));
    } catch (WorkflowException e) {
      return standDown(e.kind() == WorkflowException.Kind.STORE_UNAVAILABLE, e.getMessage());
    } catch (KeyparityException e) {
      return standDown(true, e.operatorMessage());
    }
  }

  private Optional<RunJournal> current(Fenced fenced) {
    return engines.journals(() -> Optional.of(fenced.token())).current(service);
  }

  private static Duration shorter(Duration one, Duration other) {
    Duration rest = one.compareTo(other) < 0 ? one : other;
    return rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest;
  }

  private Duration drive(Fenced fenced, RunId run) throws InterruptedException {
    Engine<World> engine = engines.forDriving(fenced, notes);
    for (int ticks = 0; ticks < TICKS_AT_MOST; ticks++) {
      Tick tick = engine.runOnce(service, run);
      notes.write(fenced.token(), service);
      say(run, tick);
      switch (tick.kind()) {
        case PROGRESS -> {
          // The next tick at once.
        }
        case WAITS -> {
          return until(tick.wakeAt());
        }
        case STANDS_STILL -> {
          return IDLE;
        }
        case ENDED -> {
          // Hosts are told of an abort in the next turn.
          return SHORTEST;
        }
        case NOT_LEADING -> {
          return PAUSE;
        }
      }
    }
    return SHORTEST;
  }

  private Duration until(@Nullable Instant wakeAt) {
    if (wakeAt == null) {
      return IDLE;
    }
    Duration rest = Duration.between(clock.instant(), wakeAt);
    // However far ahead the moment is: clocks may be set, and to look again costs one read.
    return rest.compareTo(IDLE) < 0 ? rest : IDLE;
  }

  private void say(RunId run, Tick tick) {
    String sentence = withoutTimes(tick.sentence());
    if (!sentence.equals(said)) {
      said = sentence;
      log.info("run {} of {}: {}", run, service, tick.sentence());
    }
  }

  /** A wait goes on under the same sentence but for how long it has lasted. */
  private static String withoutTimes(String sentence) {
    int times = sentence.endsWith(")") ? sentence.lastIndexOf(" (") : -1;
    return times < 0 ? sentence : sentence.substring(0, times);
  }

  private Duration standDown(boolean passes, @Nullable String why) {
    String sentence = String.valueOf(why);
    if (!sentence.equals(said)) {
      said = sentence;
      log.warn("runs of {}: nothing is done: {}", service, sentence);
    }
    return passes ? PAUSE : IDLE;
  }
}
