package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import java.util.List;
import java.util.Optional;

/** Journals in which nobody finds the current run: whatever it changes looks like a drift. */
record NoOpenRun(JournalStore real) implements JournalStore {

  @Override
  public Optional<Stored> load(String service, RunId run) {
    return real.load(service, run);
  }

  @Override
  public Stored create(RunJournal journal) {
    return real.create(journal);
  }

  @Override
  public Stored save(RunJournal journal, int version) {
    return real.save(journal, version);
  }

  @Override
  public Optional<RunId> currentRun(String service) {
    return Optional.empty();
  }

  @Override
  public List<RunId> runs(String service) {
    return real.runs(service);
  }
}
