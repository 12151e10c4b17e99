package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acts of the current step whose outcome is not known: has them performed and records each
 * outcome as it comes. Single use, one thread.
 */
final class OpenActs<W> {
  private static final Logger log = LoggerFactory.getLogger(OpenActs.class);

  private final Engine.Ports<W> ports;
  private final EnginePolicy policy;
  private final JournalWriter journals;
  private final Step<W> step;
  private final Term term;

  OpenActs(
      Engine.Ports<W> ports, EnginePolicy policy, JournalWriter journals, Step<W> step, Term term) {
    this.ports = ports;
    this.policy = policy;
    this.journals = journals;
    this.step = step;
    this.term = term;
  }

  private record Heard(ActRecord record, ActResult result) {}

  /** Intents that were just written: sends each once. */
  Tick ask(Stored intended) throws InterruptedException {
    return hear(intended, intended.journal().openActs());
  }

  /** Acts that a former turn, or a former leader, left open: sends those again that are due. */
  Tick askAgain(Stored seen) throws InterruptedException {
    Instant now = ports.clock().instant();
    List<ActRecord> open = seen.journal().openActs();
    boolean resumed = seen.journal().state() == RunState.RUNNING;
    // A run that does not wait was interrupted, not unanswered: there is no reason to pause.
    List<ActRecord> due =
        open.stream().filter(record -> resumed || !dueAt(record).isAfter(now)).toList();
    if (due.isEmpty()) {
      return await(seen, open);
    }
    return hear(journals.write(seen, edit -> edit.sendAgain(due)), due);
  }

  private Instant dueAt(ActRecord record) {
    Instant triedAt = record.triedAt();
    return triedAt == null ? record.intendedAt() : triedAt.plus(policy.pauseAfter(record.tries()));
  }

  private Tick hear(Stored seen, List<ActRecord> acts) throws InterruptedException {
    if (!ports.leadership().term().equals(Optional.of(term))) {
      throw new WorkflowException(
          WorkflowException.Kind.NOT_LEADING, "leadership of " + term + " is gone");
    }
    CompletionService<Heard> answers = new ExecutorCompletionService<>(ports.acts());
    for (ActRecord record : acts) {
      answers.submit(() -> new Heard(record, perform(seen.journal(), record)));
    }
    Stored latest = seen;
    for (int i = 0; i < acts.size(); i++) {
      Heard heard = take(answers);
      latest =
          journals.record(
              latest, edit -> edit.answered(heard.record().requestId(), heard.result()));
    }
    return afterwards(latest);
  }

  private ActResult perform(RunJournal journal, ActRecord record) throws InterruptedException {
    ActOrder order =
        new ActOrder(
            journal.service(),
            journal.run(),
            step.id(),
            record.act(),
            record.attempt(),
            record.requestId(),
            term);
    try {
      return ports.performer().perform(order);
    } catch (WorkflowException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whether it had an effect is not known: exactly what an unanswered request is.
      log.warn("{}: no outcome", order, e);
      return new ActResult.Unanswered(record.act() + ": " + e.getMessage());
    }
  }

  private static Heard take(CompletionService<Heard> answers) throws InterruptedException {
    try {
      return answers.take().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException fault) {
        throw fault;
      }
      if (cause instanceof Error fault) {
        throw fault;
      }
      if (cause instanceof InterruptedException) {
        throw new InterruptedException("interrupted while acts were performed");
      }
      throw new IllegalStateException("acts threw what they cannot throw", cause);
    }
  }

  /**
   * All that were sent have been heard of, or not: settle what observation can, wait for the rest.
   */
  private Tick afterwards(Stored seen) {
    Stored settled = settleByObservation(seen);
    List<ActRecord> open = settled.journal().openActs();
    return open.isEmpty()
        ? Tick.progress(settled.journal(), ports.clock().instant())
        : await(settled, open);
  }

  private Tick await(Stored seen, List<ActRecord> open) {
    Instant now = ports.clock().instant();
    boolean unclear = open.stream().anyMatch(act -> act.state() == ActState.INDETERMINATE);
    String reason = reason(open);
    Decision.Wait wait =
        new Decision.Wait(
            unclear ? "outcome" : "answer",
            reason,
            unclear ? policy.settlePatience() : policy.answerPatience(),
            Decision.blocked(
                unclear ? "indeterminate" : "no-answer",
                reason,
                unclear
                    ? "look at the host and its agent's audit log; keyparity run resume asks the agent"
                        + " again, and where only you can tell: keyparity run abort, and a new plan"
                    : "bring the host and its agent back, then: keyparity run resume"));
    Instant next = open.stream().map(this::dueAt).min(Instant::compareTo).orElse(now);
    return new Waits(journals, now)
        .await(seen, wait, next, block -> standBlocked(seen, block, now));
  }

  private Tick standBlocked(Stored seen, Decision.Block block, Instant now) {
    Stored blocked =
        journals.write(
            seen,
            edit -> {
              edit.block(block);
              if (seen.journal().abort() != null) {
                edit.abort(Turn.abortReason(seen.journal()));
              }
            });
    return Tick.standing(blocked.journal(), now);
  }

  private Stored settleByObservation(Stored seen) {
    List<ActRecord> unclear =
        seen.journal().openActs().stream()
            .filter(act -> act.state() == ActState.INDETERMINATE)
            .toList();
    if (unclear.isEmpty()) {
      return seen;
    }
    RunJournal journal = seen.journal();
    StepContext<W> context =
        new StepContext<>(
            journal,
            journal.current().orElseThrow(),
            ports.observer().observe(journal),
            policy,
            ports.clock().instant());
    List<Heard> observed = new ArrayList<>();
    for (ActRecord act : unclear) {
      step.observed(context, act)
          .ifPresent(inPlace -> observed.add(new Heard(act, settled(act, inPlace))));
    }
    if (observed.isEmpty()) {
      return seen;
    }
    return journals.record(
        seen, edit -> observed.forEach(it -> edit.answered(it.record().requestId(), it.result())));
  }

  private static ActResult settled(ActRecord record, boolean inPlace) {
    return inPlace
        ? ActResult.done(record.act() + ": found in place by observation")
        : ActResult.notDone(
            "settled-not-done",
            record.act() + ": found not in place by observation",
            "",
            Next.RE_OBSERVE);
  }

  private static String reason(List<ActRecord> open) {
    List<String> words = new ArrayList<>();
    for (ActRecord act : open) {
      words.add(
          act.state() == ActState.INDETERMINATE
              ? "%s: begun, its end is not known: %s".formatted(act.act(), act.note())
              : "%s: no answer: %s".formatted(act.act(), act.note()));
    }
    return String.join("; ", words);
  }
}
