package dev.keyparity.testbed.lab.faults;

import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.kms.SteadyClient;
import dev.keyparity.testbed.lab.kms.SteadyClient.Operation;
import dev.keyparity.testbed.lab.prober.DownProber;
import dev.keyparity.testbed.lab.process.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenes, one after the other, on one estate: a run that restarts every KMS, and what goes
 * wrong meanwhile.
 */
final class Stage {
  /** With everything of ours killed in each step and act; each takes some twenty seconds. */
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private static final Duration PROBE_PERIOD = Duration.ofMillis(40);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration RUN = TestTimeouts.START.multipliedBy(3);
  private static final int MOST_RESUMES = 4;
  private static final int MOST_TYPED = 4;
  private static final Set<String> STANDING = Set.of("blocked", "paused", "failed");
  private static final Set<String> OVER = Set.of("done", "aborted");

  private final FaultEstate estate;
  private final Scenes scenes;
  private @Nullable SteadyClient client;

  Stage(FaultEstate estate, Scenes scenes) {
    this.estate = estate;
    this.scenes = scenes;
  }

  /** Counts what is done to the estate. */
  static final class Tally {
    private final AtomicInteger injected = new AtomicInteger();
    private final AtomicInteger hit = new AtomicInteger();

    void injected() {
      injected.incrementAndGet();
    }

    void hit() {
      hit.incrementAndGet();
    }

    void hitIf(boolean met) {
      if (met) {
        hit();
      }
    }
  }

  /** What happens in a scene; returns how its run ended. */
  interface Play {
    String play(Tally tally);
  }

  /** From now on a client works all the while. */
  void startClient(List<String> keys) {
    SteadyClient started = SteadyClient.start(estate.split.service(), keys, estate.started());
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(() -> started.operations().stream().anyMatch(Operation::isOk));
    client = started;
  }

  List<Operation> operations() {
    SteadyClient present = client;
    return present == null ? List.of() : present.operations();
  }

  Scenes.Row scene(String name, Play play) {
    estate.narrator.scene(name);
    long begun = System.nanoTime();
    int operationsBefore = operations().size();
    Tally tally = new Tally();
    try (DownProber prober =
        DownProber.start(KmsHost.addresses(estate.split.hosts()), PROBE_PERIOD)) {
      Awaitility.await().atMost(TestTimeouts.START).until(() -> prober.report().since() != null);
      String ended = play.play(tally);
      List<Operation> all = operations();
      Scenes.Row row =
          new Scenes.Row(
              name,
              tally.injected.get(),
              tally.hit.get(),
              all.subList(operationsBefore, all.size()),
              prober.report().downAtOnceMax(),
              Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
              ended);
      scenes.add(row);
      estate.narrator.say(Scenes.headings() + row);
      return row;
    }
  }

  /**
   * Has a run restart every KMS; says how it ended. Where leaders come and go, a command may find
   * none; an operator reads that, and types it again.
   */
  String enable() {
    String before = awaitLeading().getId();
    int typed = 0;
    do {
      typed++;
      estate.operator.typeFor(
          LONGEST, "enable", FaultEstate.SERVICE, "--reference", "kms1", "--yes");
    } while (!hasBegunAfter(before) && typed < MOST_TYPED);
    return awaitEnd(before) + (typed == 1 ? "" : ", typed %d times".formatted(typed));
  }

  private boolean hasBegunAfter(String before) {
    return Wait.until(
        TestTimeouts.START,
        POLL,
        () -> currentRun().filter(run -> !run.getId().equals(before)).isPresent());
  }

  /** Waits until the one who was elected leads in fact; gives the current or last run. */
  Run awaitLeading() {
    return Awaitility.await()
        .atMost(TestTimeouts.START)
        .pollInterval(POLL)
        .until(this::currentRun, Optional::isPresent)
        .orElseThrow();
  }

  /** The first run of all: it stands still at different keys until an operator keeps one. */
  String enablePastTheDivergence() {
    estate.operator.type("enable", FaultEstate.SERVICE, "--reference", "kms1", "--yes");
    awaitStanding("");
    estate.operator.keepKeyOf("kms1", FaultEstate.SERVICE, estate.split);
    return awaitEnd("");
  }

  /** Whether a run is under way now. */
  boolean isRunning() {
    return currentRun()
        .filter(run -> !OVER.contains(run.getState()) && !STANDING.contains(run.getState()))
        .isPresent();
  }

  /** The run after the one named, to its end; an operator resumes it where it stands still. */
  String awaitEnd(String before) {
    int resumes = 0;
    while (true) {
      Run standing = awaitStanding(before);
      if (OVER.contains(standing.getState()) || resumes == MOST_RESUMES) {
        return standing.getState() + (resumes == 0 ? "" : ", resumed " + resumes + " times");
      }
      estate.narrator.say("stands still: " + standing.getSentence());
      resumes++;
      estate.operator.type("run", "resume", "--service", FaultEstate.SERVICE, "--yes");
    }
  }

  private Run awaitStanding(String before) {
    return Awaitility.await()
        .atMost(RUN)
        .pollInterval(POLL)
        .until(
            this::currentRun,
            run ->
                run.isPresent()
                    && !run.get().getId().equals(before)
                    && (OVER.contains(run.get().getState())
                        || STANDING.contains(run.get().getState())))
        .orElseThrow();
  }

  Optional<Run> currentRun() {
    return estate.link.run(FaultEstate.SERVICE);
  }

  /** Time that passes; nothing is waited for. */
  static void letPass(Duration time) {
    Wait.until(time, POLL, () -> false);
  }
}
