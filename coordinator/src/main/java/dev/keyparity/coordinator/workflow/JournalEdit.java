package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.RunJournal.Holder;
import dev.keyparity.coordinator.workflow.RunJournal.OperatorWord;
import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One change of a journal, from the version that was read to the version to be written: the only
 * code that changes the state of a run, a step or an act, and only along {@link Transitions}. Not
 * thread-safe; single use. Nothing is durable until the result is saved.
 */
final class JournalEdit {
  private final RunJournal before;
  private final Instant now;
  private final List<RunListener.Change> changes = new ArrayList<>();
  private final List<StepRecord> steps;
  private final List<PlanRef> plans;
  private final List<Holder> holders;
  private final List<StepId> released;
  private final SortedMap<String, String> options;
  private final SortedMap<String, String> facts;
  private Standing standing;
  private @Nullable OperatorWord pause;
  private @Nullable OperatorWord abort;
  private @Nullable RunRevocation revocation;
  private @Nullable Instant endedAt;

  JournalEdit(RunJournal before, Instant now) {
    this.before = before;
    this.now = now;
    steps = new ArrayList<>(before.steps());
    plans = new ArrayList<>(before.plans());
    holders = new ArrayList<>(before.holders());
    released = new ArrayList<>(before.released());
    options = new TreeMap<>(before.options());
    facts = new TreeMap<>(before.facts());
    standing = before.standing();
    pause = before.pause();
    abort = before.abort();
    revocation = before.revocation();
    endedAt = before.endedAt();
  }

  RunJournal journal() {
    return new RunJournal(
        before.run(),
        before.service(),
        before.kind(),
        plans,
        before.startedBy(),
        before.startedAt(),
        endedAt,
        standing,
        steps,
        holders,
        pause,
        abort,
        revocation,
        before.holdBefore(),
        released,
        options,
        facts);
  }

  /** What changed state so far, in order. */
  List<RunListener.Change> changes() {
    return List.copyOf(changes);
  }

  // What the engine does to a run.

  void drivenBy(Term term) {
    holders.add(new Holder(term, now));
    if (holders.size() > RunJournal.MAX_HOLDERS) {
      holders.remove(1); // the first one stays: it says who began
    }
  }

  void intend(List<Act> acts, RequestIds ids, long epoch) {
    goOn();
    for (Act act : acts) {
      StepRecord step = current();
      int attempt = step.nextAttempt(act);
      String id = ids.derive(before.service(), before.run(), step.id(), act, attempt);
      replace(
          step.withAct(ActRecord.intended(act, attempt, id, epoch, step.rounds(), now).sent(now)));
    }
  }

  /** An open act is sent once more, under the request id it has. */
  void sendAgain(List<ActRecord> acts) {
    for (ActRecord act : acts) {
      replace(current().changingAct(act.requestId(), record -> record.sent(now)));
    }
  }

  /** What was heard of an open act. Ignored if its outcome is known already. */
  void answered(String requestId, ActResult result) {
    for (StepRecord step : List.copyOf(steps)) {
      step.openActs().stream()
          .filter(record -> record.requestId().equals(requestId))
          .findFirst()
          .ifPresent(record -> replace(step.changingAct(requestId, it -> learn(it, result))));
    }
  }

  private ActRecord learn(ActRecord record, ActResult result) {
    SortedMap<String, String> none = Act.copyOf(Map.of());
    return result.fold(
        done ->
            record.learned(
                move(record, ActEvent.LEARN_DONE), now, done.summary(), null, done.facts()),
        notDone ->
            record.learned(
                move(record, ActEvent.LEARN_NOT_DONE),
                now,
                notDone.failure().message(),
                notDone.failure(),
                none),
        unclear ->
            record.state() == ActState.INDETERMINATE
                ? record.noted(unclear.summary())
                : record.learned(
                    move(record, ActEvent.LEARN_INDETERMINATE), now, unclear.summary(), null, none),
        unanswered -> record.noted(unanswered.message()));
  }

  /**
   * The current step waits; an ongoing wait for the same thing keeps its beginning and deadline.
   */
  void await(Waiting waiting) {
    StepRecord step = begun();
    if (step.state() == StepState.WAITING) {
      replace(step.withWaiting(waiting));
    } else {
      moveStep(step, StepEvent.WAIT, waiting.reason(), waiting);
    }
    if (standing.state() != RunState.WAITING) {
      moveRun(RunEvent.WAIT, "", waiting.reason(), List.of());
    }
  }

  void finish(Decision.Finish end) {
    goOn();
    moveStep(current(), end.skipped() ? StepEvent.SKIP : StepEvent.FINISH, end.summary(), null);
    facts.putAll(end.facts());
    if (steps.stream().allMatch(step -> step.state().isTerminal())) {
      moveRun(RunEvent.FINISH, "", end.summary(), List.of());
      endedAt = now;
    }
  }

  void block(Decision.Block block) {
    moveStep(begun(), StepEvent.BLOCK, block.explanation(), null);
    facts.putAll(block.facts());
    moveRun(RunEvent.BLOCK, block.code(), block.explanation(), block.whatToDo());
  }

  void fail(Decision.Fail fail) {
    moveStep(begun(), StepEvent.FAIL, fail.error(), null);
    moveRun(RunEvent.FAIL, fail.code(), fail.error(), List.of(fail.nextAction()));
  }

  /** A pause that an operator asked for, or a hold of the plan, takes effect. */
  void pause(String code, String reason, List<String> whatToDo) {
    moveRun(RunEvent.PAUSE, code, reason, whatToDo);
    pause = null;
  }

  void abort(String reason) {
    moveRun(RunEvent.ABORT, "aborted", reason, List.of());
    endedAt = now;
  }

  // What an operator does to a run.

  void wantPause(OperatorWord word) {
    pause = word;
  }

  void wantAbort(OperatorWord word, RunRevocation signed) {
    abort = word;
    revocation = signed;
  }

  /** What becomes of the revocation after the run's end. */
  void revoking(UnaryOperator<RunRevocation> change) {
    RunRevocation present = revocation;
    if (standing.state() != RunState.ABORTED || present == null) {
      throw new WorkflowException(
          WorkflowException.Kind.NOT_NOW,
          "revoke run %s: it is %s (expected: aborted, with a revocation)"
              .formatted(before.run(), standing.state().text()));
    }
    revocation = change.apply(present);
  }

  void resume(@Nullable PlanRef plan, Map<String, String> more) {
    StepRecord step = current();
    if (step.state() == StepState.BLOCKED || step.state() == StepState.FAILED) {
      moveStep(step, StepEvent.RETRY, "", null);
    } else if (step.state() == StepState.PENDING && before.holdBefore().contains(step.id())) {
      released.add(step.id());
    } else if (step.state() == StepState.WAITING) {
      // The wait begins anew: its deadline must not have run out while the run stood still.
      moveStep(step, StepEvent.PROCEED, "", null);
    }
    moveRun(RunEvent.RESUME, "", "resumed", List.of());
    if (plan != null && !plans.contains(plan)) {
      plans.add(plan);
    }
    options.putAll(more);
    pause = null;
  }

  // The only places where a state changes.

  private void moveRun(RunEvent event, String code, String reason, List<String> whatToDo) {
    var row = Transitions.RUNS.on(standing.state(), event);
    note("run", before.kind(), row);
    standing = new Standing(row.to(), now, code, reason, whatToDo);
  }

  private void moveStep(StepRecord step, StepEvent event, String words, @Nullable Waiting waiting) {
    var row = Transitions.STEPS.on(step.state(), event);
    note("step", step.id().value(), row);
    replace(step.withState(row.to(), words, waiting, now));
  }

  private ActState move(ActRecord record, ActEvent event) {
    var row = Transitions.ACTS.on(record.state(), event);
    note("act", record.act().toString(), row);
    return row.to();
  }

  private void note(String of, String name, TransitionTable.Row<?, ?> row) {
    changes.add(
        new RunListener.Change(of, name, row.from().name(), row.event().name(), row.to().name()));
  }

  /** Begins the current step, or ends its wait: it is about to act or to end. */
  private void goOn() {
    StepRecord step = begun();
    if (step.state() == StepState.WAITING) {
      moveStep(step, StepEvent.PROCEED, "", null);
    }
    if (standing.state() == RunState.WAITING) {
      moveRun(RunEvent.PROCEED, "", step.id().value(), List.of());
    }
  }

  private StepRecord begun() {
    if (current().state() == StepState.PENDING) {
      moveStep(current(), StepEvent.BEGIN, "", null);
    }
    return current();
  }

  private StepRecord current() {
    return steps.stream()
        .filter(step -> !step.state().isTerminal())
        .findFirst()
        .orElseThrow(
            () ->
                new WorkflowException(
                    WorkflowException.Kind.IMPOSSIBLE_TRANSITION,
                    "run %s: all steps are over (expected: a current one)"
                        .formatted(before.run())));
  }

  private void replace(StepRecord changed) {
    steps.replaceAll(step -> step.id().equals(changed.id()) ? changed : step);
  }
}
