package dev.keyparity.coordinator.workflow;

/**
 * Hears what became durable, after it did: for metrics and the event list. Called on the thread
 * that wrote; must be quick and must not throw.
 */
public interface RunListener {
  /** A run, step or act changed state. */
  void changed(RunJournal journal, Change change);

  /**
   * One state change.
   *
   * @param of {@code run}, {@code step} or {@code act}
   * @param name which one: the run's kind, the step's id, or the act
   */
  record Change(String of, String name, String from, String event, String to) {}

  /** One that does nothing. */
  static RunListener none() {
    return (journal, change) -> {};
  }
}
