package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Journals of another store; whoever wants to know hears of each one that became durable. */
final class NotedJournals implements JournalStore {
  private final JournalStore store;
  private final Consumer<RunJournal> written;

  NotedJournals(JournalStore store, Consumer<RunJournal> written) {
    this.store = store;
    this.written = written;
  }

  @Override
  public Optional<Stored> load(String service, RunId run) {
    return store.load(service, run);
  }

  @Override
  public Stored create(RunJournal journal) {
    return noted(store.create(journal));
  }

  @Override
  public Stored save(RunJournal journal, int version) {
    return noted(store.save(journal, version));
  }

  private Stored noted(Stored stored) {
    written.accept(stored.journal());
    return stored;
  }

  @Override
  public Optional<RunId> currentRun(String service) {
    return store.currentRun(service);
  }

  @Override
  public List<RunId> runs(String service) {
    return store.runs(service);
  }
}
