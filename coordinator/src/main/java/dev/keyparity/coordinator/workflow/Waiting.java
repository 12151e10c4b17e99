package dev.keyparity.coordinator.workflow;

import java.time.Instant;

/**
 * What a step waits for.
 *
 * @param what stable word; a wait for the same thing goes on, and keeps its deadline
 * @param reason one sentence for people, without times
 * @param since when the wait began
 * @param deadline when it is given up and the step is blocked
 */
public record Waiting(String what, String reason, Instant since, Instant deadline) {}
