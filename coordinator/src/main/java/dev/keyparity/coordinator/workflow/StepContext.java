package dev.keyparity.coordinator.workflow;

import java.time.Instant;

/**
 * Everything a step may look at when it decides. Immutable.
 *
 * @param record the step's own record within the journal
 * @param world an observation of whatever the steps act on, made for this one decision
 */
public record StepContext<W>(
    RunJournal journal, StepRecord record, W world, EnginePolicy policy, Instant now) {}
