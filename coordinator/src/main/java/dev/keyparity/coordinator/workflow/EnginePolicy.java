package dev.keyparity.coordinator.workflow;

import java.time.Duration;

/**
 * The engine's limits.
 *
 * @param maxAttempts attempts of one act within one round of a step, those that pass by themselves
 *     not counted
 * @param firstPause before the second try of anything; doubles up to {@code longestPause}
 * @param answerPatience how long an unanswered request is sent again
 * @param settlePatience how long an act may stay indeterminate
 * @param retryPatience how long something that should pass by itself is tried again
 * @param lookAgain how often a waiting step looks at the world if nothing wakes it
 */
public record EnginePolicy(
    int maxAttempts,
    Duration firstPause,
    Duration longestPause,
    Duration answerPatience,
    Duration settlePatience,
    Duration retryPatience,
    Duration lookAgain) {

  public static final EnginePolicy DEFAULTS =
      new EnginePolicy(
          3,
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMillis(500));

  public EnginePolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("max attempts: " + maxAttempts + " (expected: >= 1)");
    }
  }

  /** The pause after so many tries. */
  Duration pauseAfter(int tries) {
    // The shift is capped far above the longest pause and far below overflow.
    Duration doubled = firstPause.multipliedBy(1L << Math.min(Math.max(tries - 1, 0), 16));
    return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
  }
}
