package dev.keyparity.coordinator.workflow;

/**
 * Looks at the world for one decision.
 *
 * @param <W> an immutable observation
 */
@FunctionalInterface
public interface Observer<W> {
  W observe(RunJournal journal);
}
