package dev.keyparity.coordinator.workflow;

/**
 * Has acts done: the engine's only hand in the world. Thread-safe.
 *
 * <p>What the engine relies on: asking twice with one request id has the effect at most once, and
 * answers alike. Expected outcomes are values. An exception is taken as {@link
 * ActResult.Unanswered}, except a {@link WorkflowException} of kind {@link
 * WorkflowException.Kind#NOT_LEADING}, which ends this coordinator's work on the run.
 */
@FunctionalInterface
public interface ActPerformer {
  /** Blocks until there is an answer or its own deadline has passed. */
  ActResult perform(ActOrder order) throws InterruptedException;
}
