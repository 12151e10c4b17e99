package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import java.time.Instant;
import java.util.function.Function;

/**
 * Keeps the wait of the current step: its beginning and deadline stay while it waits for the same
 * thing, and only what changed is written.
 */
final class Waits {
  private final JournalWriter journals;
  private final Instant now;

  Waits(JournalWriter journals, Instant now) {
    this.journals = journals;
    this.now = now;
  }

  /**
   * @param wakeAt when to look again
   * @param expired what is done once the deadline has passed
   */
  Tick await(
      Stored seen, Decision.Wait wait, Instant wakeAt, Function<Decision.Block, Tick> expired) {
    StepRecord step = seen.journal().current().orElseThrow();
    Waiting before = step.waiting();
    boolean same = before != null && before.what().equals(wait.what());
    Waiting waiting =
        same && before != null
            ? new Waiting(wait.what(), wait.reason(), before.since(), before.deadline())
            : new Waiting(wait.what(), wait.reason(), now, now.plus(wait.patience()));
    if (!waiting.deadline().isAfter(now)) {
      return expired.apply(wait.otherwise());
    }
    boolean onRecord = waiting.equals(before) && seen.journal().state() == RunState.WAITING;
    RunJournal after =
        onRecord ? seen.journal() : journals.write(seen, edit -> edit.await(waiting)).journal();
    Instant deadline = waiting.deadline();
    return Tick.waits(after, now, wakeAt.isBefore(deadline) ? wakeAt : deadline);
  }
}
