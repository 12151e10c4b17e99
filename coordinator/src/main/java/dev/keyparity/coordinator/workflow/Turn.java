package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import dev.keyparity.coordinator.workflow.RunJournal.OperatorWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One turn of the engine under one term. Single use. */
final class Turn<W> {
  private static final Logger log = LoggerFactory.getLogger(Turn.class);

  private final Engine.Ports<W> ports;
  private final EnginePolicy policy;
  private final JournalWriter journals;
  private final List<Step<W>> procedure;
  private final Term term;
  private final Instant now;

  Turn(
      Engine.Ports<W> ports,
      EnginePolicy policy,
      JournalWriter journals,
      List<Step<W>> procedure,
      Term term) {
    this.ports = ports;
    this.policy = policy;
    this.journals = journals;
    this.procedure = procedure;
    this.term = term;
    this.now = ports.clock().instant();
  }

  Tick take(Stored seen) throws InterruptedException {
    RunState state = seen.journal().state();
    if (state.isTerminal() || state.standsStill()) {
      return Tick.standing(seen.journal(), now);
    }
    Stored mine = seen;
    if (!seen.journal().driver().equals(Optional.of(term))) {
      mine = journals.write(seen, edit -> edit.drivenBy(term));
    }
    Optional<Step<W>> step = stepOf(mine.journal());
    if (step.isEmpty()) {
      return unknownStep(mine);
    }
    return mine.journal().openActs().isEmpty()
        ? decide(mine, step.get())
        : new OpenActs<>(ports, policy, journals, step.get(), term).askAgain(mine);
  }

  private Optional<Step<W>> stepOf(RunJournal journal) {
    StepId current = journal.current().orElseThrow().id();
    return procedure.stream().filter(step -> step.id().equals(current)).findFirst();
  }

  private Tick unknownStep(Stored seen) {
    String id = seen.journal().current().orElseThrow().id().value();
    return stand(
        seen,
        Decision.blocked(
            "unknown-step",
            "step %s of a run of kind %s: this version does not know it (expected: the version that"
                    .formatted(id, seen.journal().kind())
                + " made the plan)",
            "run the coordinator version that began this run, or: keyparity run abort"));
  }

  private Tick decide(Stored seen, Step<W> step) throws InterruptedException {
    RunJournal journal = seen.journal();
    StepRecord record = journal.current().orElseThrow();
    Decision decision;
    try {
      StepContext<W> context =
          new StepContext<>(journal, record, ports.observer().observe(journal), policy, now);
      Optional<Tick> rest = rest(seen, record, step, context);
      if (rest.isPresent()) {
        return rest.get();
      }
      decision = step.decide(context);
    } catch (WorkflowException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of ours: standing still with a reason is better than spinning on it.
      log.error("run {}: step {} could not decide", journal.run(), step.id(), e);
      return stand(
          seen,
          new Decision.Fail(
              "internal",
              "step %s could not decide: %s".formatted(step.id(), e),
              "the coordinator's log has the details; keyparity run resume tries again"));
    }
    return carryOut(seen, step, decision);
  }

  /** A pause, an abort or a hold takes effect here, if the step may rest. */
  private Optional<Tick> rest(
      Stored seen, StepRecord record, Step<W> step, StepContext<W> context) {
    RunJournal journal = seen.journal();
    boolean begun = record.state() != StepState.PENDING;
    if ((journal.abort() != null || journal.pause() != null) && (!begun || step.mayRest(context))) {
      return Optional.of(settle(seen, journal));
    }
    boolean holds =
        !begun
            && journal.holdBefore().contains(record.id())
            && !journal.released().contains(record.id());
    return holds
        ? Optional.of(
            written(
                seen,
                edit ->
                    edit.pause(
                        "hold",
                        "holds before %s, as the plan says".formatted(record.id()),
                        List.of("keyparity run resume", "keyparity run abort"))))
        : Optional.empty();
  }

  private Tick settle(Stored seen, RunJournal journal) {
    if (journal.abort() != null) {
      return written(seen, edit -> edit.abort(abortReason(journal)));
    }
    OperatorWord pause = journal.pause();
    String words = pause == null ? "" : "%s, by %s".formatted(pause.reason(), pause.by());
    return written(
        seen,
        edit -> edit.pause("pause", words, List.of("keyparity run resume", "keyparity run abort")));
  }

  /** Why it ended, and what was left open: that is what an operator must know of an abort. */
  static String abortReason(RunJournal journal) {
    OperatorWord word = journal.abort();
    String why = word == null ? "" : "%s, by %s".formatted(word.reason(), word.by());
    List<String> open = new ArrayList<>();
    journal.openActs().forEach(record -> open.add(record.act().toString()));
    return open.isEmpty() ? why : why + "; the outcome is not known of: " + String.join(", ", open);
  }

  private Tick carryOut(Stored seen, Step<W> step, Decision decision) throws InterruptedException {
    if (decision instanceof Decision.Perform perform) {
      return perform(seen, step, perform);
    }
    if (decision instanceof Decision.Wait wait) {
      return await(seen, wait);
    }
    if (decision instanceof Decision.Finish finish) {
      return written(seen, edit -> edit.finish(finish));
    }
    return stand(seen, decision);
  }

  private Tick perform(Stored seen, Step<W> step, Decision.Perform wanted)
      throws InterruptedException {
    StepRecord record = seen.journal().current().orElseThrow();
    Attempts attempts = new Attempts(record, policy, now);
    List<Act> due = new ArrayList<>();
    Instant next = Instant.MAX;
    ActFailure last = null;
    for (Act act : wanted.acts()) {
      Attempts.Answer answer = attempts.of(act);
      if (answer.end() != null) {
        return stand(seen, answer.end());
      }
      if (answer.isDue(now)) {
        due.add(act);
      } else if (answer.due().isBefore(next)) {
        next = answer.due();
        last = answer.last();
      }
    }
    if (due.isEmpty() && last != null) {
      Decision.Block otherwise =
          Decision.blocked(last.code(), last.message(), "keyparity run resume");
      return await(
          seen,
          new Decision.Wait("retry", last.message(), policy.retryPatience(), otherwise),
          next);
    }
    Stored intended =
        journals.write(seen, edit -> edit.intend(due, ports.requestIds(), term.epoch()));
    return new OpenActs<>(ports, policy, journals, step, term).ask(intended);
  }

  private Tick await(Stored seen, Decision.Wait wait) {
    return await(seen, wait, now.plus(policy.lookAgain()));
  }

  private Tick await(Stored seen, Decision.Wait wait, Instant wakeAt) {
    return new Waits(journals, now).await(seen, wait, wakeAt, block -> stand(seen, block));
  }

  /** Blocked or failed; with an abort pending, that is as far as it gets. */
  private Tick stand(Stored seen, Decision decision) {
    return written(
        seen,
        edit -> {
          if (decision instanceof Decision.Block block) {
            edit.block(block);
          } else if (decision instanceof Decision.Fail fail) {
            edit.fail(fail);
          } else {
            throw new IllegalArgumentException("stand: " + decision + " (expected: block or fail)");
          }
          if (seen.journal().abort() != null) {
            edit.abort(abortReason(seen.journal()) + "; it had come to: " + words(decision));
          }
        });
  }

  private static String words(Decision decision) {
    return decision instanceof Decision.Block block
        ? block.explanation()
        : ((Decision.Fail) decision).error();
  }

  private Tick written(Stored seen, java.util.function.Consumer<JournalEdit> change) {
    RunJournal after = journals.write(seen, change).journal();
    RunState state = after.state();
    return state.isTerminal() || state.standsStill()
        ? Tick.standing(after, now)
        : Tick.progress(after, now);
  }
}
