package dev.keyparity.coordinator.workflow;

import java.util.List;
import java.util.Optional;

/**
 * Where journals are durable. Thread-safe.
 *
 * <p>Each write is conditional on the leadership and on the version that was read; it is durable
 * when the call returns. Failures are {@link WorkflowException}s: {@link
 * WorkflowException.Kind#CONFLICT}, {@link WorkflowException.Kind#NOT_LEADING}, and {@link
 * WorkflowException.Kind#STORE_UNAVAILABLE} where the write may or may not have happened.
 */
public interface JournalStore {

  /**
   * @param version what the next save must name
   */
  record Stored(RunJournal journal, int version) {}

  /** As it is durable now, never from a cache; empty if there is no such run. */
  Optional<Stored> load(String service, RunId run);

  /**
   * Creates the journal and makes it the service's current run, both or neither.
   *
   * @throws WorkflowException {@link WorkflowException.Kind#RUN_ALREADY_OPEN} if the current run
   *     has not ended; {@link WorkflowException.Kind#CONFLICT} if that run id was used before
   */
  Stored create(RunJournal journal);

  /** Replaces the journal if its stored version still is the given one. */
  Stored save(RunJournal journal, int version);

  /** The service's open run, or its last one; empty if it never had one. */
  Optional<RunId> currentRun(String service);

  /** The journal of that run. */
  default Optional<RunJournal> current(String service) {
    return currentRun(service).flatMap(run -> load(service, run)).map(Stored::journal);
  }

  /** The service's runs that are kept, newest first. */
  List<RunId> runs(String service);
}
