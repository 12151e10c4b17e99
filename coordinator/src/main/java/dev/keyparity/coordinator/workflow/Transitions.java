package dev.keyparity.coordinator.workflow;

import java.util.List;

/**
 * The state machines of a run, a step and an act. {@code docs/design/run-states.md} is made from
 * them, and a test fails if a row never fires.
 *
 * <p>What cannot happen, and why:
 *
 * <ul>
 *   <li>A run that is BLOCKED or FAILED is not paused: it stands still already.
 *   <li>A run or step that is WAITING does not finish: it proceeds first, so that the end of each
 *       wait is on record.
 *   <li>A PENDING step is not blocked, skipped or finished: it begins first, in the same write, so
 *       that each step that was looked at has a beginning and a count of attempts.
 *   <li>A step that is DONE or SKIPPED never runs again: what must hold later is another step's
 *       business (verify-parity after synchronize-key), so history is not rewritten.
 *   <li>An abort leaves the step's state as it was: it shows where the run ended.
 *   <li>An act that is DONE or FAILED never changes: a new attempt is a new act record with a new
 *       request id.
 *   <li>DONE and ABORTED runs have no way out: the next run has a plan and a warrant of its own.
 * </ul>
 */
final class Transitions {
  static final TransitionTable<RunState, RunEvent> RUNS =
      new TransitionTable<>(
          "run",
          RunState.RUNNING,
          List.of(
              row(RunState.RUNNING, RunEvent.WAIT, RunState.WAITING),
              row(RunState.RUNNING, RunEvent.BLOCK, RunState.BLOCKED),
              row(RunState.RUNNING, RunEvent.FAIL, RunState.FAILED),
              row(RunState.RUNNING, RunEvent.PAUSE, RunState.PAUSED),
              row(RunState.RUNNING, RunEvent.FINISH, RunState.DONE),
              row(RunState.RUNNING, RunEvent.ABORT, RunState.ABORTED),
              row(RunState.WAITING, RunEvent.PROCEED, RunState.RUNNING),
              row(RunState.WAITING, RunEvent.BLOCK, RunState.BLOCKED),
              row(RunState.WAITING, RunEvent.FAIL, RunState.FAILED),
              row(RunState.WAITING, RunEvent.PAUSE, RunState.PAUSED),
              row(RunState.WAITING, RunEvent.ABORT, RunState.ABORTED),
              row(RunState.BLOCKED, RunEvent.RESUME, RunState.RUNNING),
              row(RunState.BLOCKED, RunEvent.ABORT, RunState.ABORTED),
              row(RunState.PAUSED, RunEvent.RESUME, RunState.RUNNING),
              row(RunState.PAUSED, RunEvent.ABORT, RunState.ABORTED),
              row(RunState.FAILED, RunEvent.RESUME, RunState.RUNNING),
              row(RunState.FAILED, RunEvent.ABORT, RunState.ABORTED)));

  static final TransitionTable<StepState, StepEvent> STEPS =
      new TransitionTable<>(
          "step",
          StepState.PENDING,
          List.of(
              row(StepState.PENDING, StepEvent.BEGIN, StepState.RUNNING),
              row(StepState.RUNNING, StepEvent.WAIT, StepState.WAITING),
              row(StepState.RUNNING, StepEvent.BLOCK, StepState.BLOCKED),
              row(StepState.RUNNING, StepEvent.FAIL, StepState.FAILED),
              row(StepState.RUNNING, StepEvent.FINISH, StepState.DONE),
              row(StepState.RUNNING, StepEvent.SKIP, StepState.SKIPPED),
              row(StepState.WAITING, StepEvent.PROCEED, StepState.RUNNING),
              row(StepState.WAITING, StepEvent.BLOCK, StepState.BLOCKED),
              row(StepState.WAITING, StepEvent.FAIL, StepState.FAILED),
              row(StepState.BLOCKED, StepEvent.RETRY, StepState.RUNNING),
              row(StepState.FAILED, StepEvent.RETRY, StepState.RUNNING)));

  static final TransitionTable<ActState, ActEvent> ACTS =
      new TransitionTable<>(
          "act",
          ActState.INTENDED,
          List.of(
              row(ActState.INTENDED, ActEvent.LEARN_DONE, ActState.DONE),
              row(ActState.INTENDED, ActEvent.LEARN_NOT_DONE, ActState.FAILED),
              row(ActState.INTENDED, ActEvent.LEARN_INDETERMINATE, ActState.INDETERMINATE),
              row(ActState.INDETERMINATE, ActEvent.LEARN_DONE, ActState.DONE),
              row(ActState.INDETERMINATE, ActEvent.LEARN_NOT_DONE, ActState.FAILED)));

  private Transitions() {}

  private static <S extends Enum<S>, E extends Enum<E>> TransitionTable.Row<S, E> row(
      S from, E event, S to) {
    return new TransitionTable.Row<>(from, event, to);
  }
}
