package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.FaultHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to hear of journals as they become durable. Thread-safe. */
final class JournalWatchers implements Consumer<RunJournal> {
  private final FaultHandler faults;
  private final List<Consumer<RunJournal>> watchers = new CopyOnWriteArrayList<>();

  JournalWatchers(FaultHandler faults) {
    this.faults = faults;
  }

  AutoCloseable add(Consumer<RunJournal> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** A watcher that throws must not make a write look as if it had failed. */
  @Override
  public void accept(RunJournal journal) {
    watchers.forEach(
        watcher -> faults.guarding("telling of a run", () -> watcher.accept(journal)).run());
  }
}
