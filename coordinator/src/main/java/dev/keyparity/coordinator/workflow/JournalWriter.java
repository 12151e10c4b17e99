package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes edits durable, each conditional on the version it was made from, and tells the listener
 * afterwards. Thread-safe: it keeps nothing.
 */
final class JournalWriter {
  private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

  /** Another writer is a person at a keyboard or our own run thread: a few rounds settle it. */
  private static final int MAX_CONFLICTS = 16;

  private final JournalStore store;
  private final JournalClock clock;
  private final RunListener listener;

  JournalWriter(JournalStore store, JournalClock clock, RunListener listener) {
    this.store = store;
    this.clock = clock;
    this.listener = listener;
  }

  Stored load(String service, RunId run) {
    Stored seen =
        store
            .load(service, run)
            .orElseThrow(
                () ->
                    new WorkflowException(
                        WorkflowException.Kind.NO_SUCH_RUN,
                        "run %s of %s: not on record (expected: one of those listed)"
                            .formatted(run, service)));
    clock.saw(seen.journal());
    return seen;
  }

  Stored create(RunJournal journal) {
    return store.create(journal);
  }

  /**
   * Writes an edit that was decided on exactly this version. A conflict is the caller's to see: it
   * must decide anew.
   */
  Stored write(Stored seen, Consumer<JournalEdit> change) {
    JournalEdit edit = new JournalEdit(seen.journal(), clock.instant());
    change.accept(edit);
    RunJournal after = edit.journal();
    Stored saved = store.save(after, seen.version());
    for (RunListener.Change each : edit.changes()) {
      log.info(
          "run {} of {}: {} {} {} -> {}",
          after.run(),
          after.service(),
          each.of(),
          each.name(),
          each.from(),
          each.to());
      listener.changed(after, each);
    }
    return saved;
  }

  /** Writes an edit that holds whatever else was written meanwhile, such as what was heard. */
  Stored record(Stored seen, Consumer<JournalEdit> change) {
    Stored latest = seen;
    for (int conflicts = 0; ; conflicts++) {
      try {
        return write(latest, change);
      } catch (WorkflowException e) {
        if (e.kind() != WorkflowException.Kind.CONFLICT || conflicts == MAX_CONFLICTS) {
          throw e;
        }
        latest = load(seen.journal().service(), seen.journal().run());
      }
    }
  }
}
