package dev.keyparity.coordinator.workflow;

/**
 * Derives request ids, so that a leader that lost its memory sends the one its predecessor sent.
 */
@FunctionalInterface
public interface RequestIds {
  String derive(String service, RunId run, StepId step, Act act, int attempt);
}
