package dev.keyparity.coordinator.workflow;

import java.util.Optional;

/**
 * One stage of a procedure. Stateless; all of its memory is the journal.
 *
 * @param <W> the observation it decides from
 */
public interface Step<W> {
  StepId id();

  /**
   * What is next. A pure function of its argument: the same journal and observation give the same
   * decision, on whichever coordinator, however often.
   */
  Decision decide(StepContext<W> context);

  /**
   * Whether the run may stop here for good or for a while, leaving nothing half done. Asked before
   * a pause or an abort takes effect; where it says no, the step goes on until it says yes.
   */
  default boolean mayRest(StepContext<W> context) {
    return true;
  }

  /**
   * Whether the observation shows an indeterminate act's effect to be in place, or not to be; empty
   * if it cannot be told.
   */
  default Optional<Boolean> observed(StepContext<W> context, ActRecord act) {
    return Optional.empty();
  }

  /** How what it did is undone; or why it is not, in a sentence for the plan. */
  String undo();
}
