package dev.keyparity.cli.run;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What the states of runs and steps mean to an operator. Pure. */
final class Runs {
  private static final Set<String> GOES_ON = Set.of("running", "waiting");
  private static final Set<String> ENDED = Set.of("done", "aborted");
  private static final Set<String> STEP_OVER = Set.of("done", "skipped");
  private static final Set<String> STEP_OPEN = Set.of("running", "waiting", "blocked", "failed");

  private Runs() {}

  /** Whether it moves by itself; a state of a newer version is taken for one that does. */
  static boolean goesOn(Run run) {
    return GOES_ON.contains(run.getState()) || exit(run).isEmpty();
  }

  /** Whether nothing will be done in it any more. */
  static boolean hasEnded(Run run) {
    return ENDED.contains(run.getState());
  }

  static boolean isOver(Step step) {
    return STEP_OVER.contains(step.getState());
  }

  /** The step it is at: the one that is open, else the first that was not begun. */
  static Optional<Step> currentStep(Run run) {
    Optional<Step> open =
        run.getStepsList().stream().filter(s -> STEP_OPEN.contains(s.getState())).findFirst();
    return open.isPresent()
        ? open
        : run.getStepsList().stream().filter(step -> !isOver(step)).findFirst();
  }

  /** How a command ends that followed the run to where it stands; empty while it goes on. */
  static Optional<ExitMeaning> exit(Run run) {
    return switch (run.getState()) {
      case "done" -> Optional.of(ExitMeaning.OK);
      case "blocked", "failed" ->
          Optional.of(isRefused(run) ? ExitMeaning.REFUSED : ExitMeaning.BLOCKED);
      case "paused", "aborted" -> Optional.of(ExitMeaning.BLOCKED);
      default -> Optional.empty();
    };
  }

  /** Whether it stands still because a rule of safety forbids what it was told to do. */
  private static boolean isRefused(Run run) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.name().equals(run.getBlocked().getReason()))
        .anyMatch(code -> code.exitMeaning() == ExitMeaning.REFUSED);
  }

  /** How long a run took, or takes by now. */
  static Duration took(Run run, Instant now) {
    Duration took = Duration.between(Instant.ofEpochMilli(run.getStartedAtMs()), until(run, now));
    return took.isNegative() ? Duration.ZERO : took;
  }

  /** Until when the steps of a run are counted: none goes on once the run has ended. */
  static Instant until(Run run, Instant now) {
    return run.getEndedAtMs() == 0 ? now : Instant.ofEpochMilli(run.getEndedAtMs());
  }

  static Duration took(Step step, Instant now) {
    if (step.getStartedAtMs() == 0) {
      return Duration.ZERO;
    }
    Instant end = step.getEndedAtMs() == 0 ? now : Instant.ofEpochMilli(step.getEndedAtMs());
    Duration took = Duration.between(Instant.ofEpochMilli(step.getStartedAtMs()), end);
    return took.isNegative() ? Duration.ZERO : took;
  }
}
