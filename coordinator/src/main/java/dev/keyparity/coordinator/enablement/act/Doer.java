package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.workflow.ActResult;

/**
 * Has one kind of act done. Thread-safe.
 *
 * <p>Throws {@code KeyparityException} for whatever a callee refused or did not answer; {@link
 * Outcomes} says what that means.
 */
@FunctionalInterface
interface Doer {
  ActResult perform(Scene scene) throws InterruptedException;
}
