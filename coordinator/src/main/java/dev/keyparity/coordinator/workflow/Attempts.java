package dev.keyparity.coordinator.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether one more attempt of an act may begin. Pure.
 *
 * <ol>
 *   <li>Only the present round of the step counts: an operator's resume starts the count anew.
 *   <li>A failure that only a person can settle, or that a safety rule caused, ends the matter.
 *   <li>What should pass by itself is tried until {@link EnginePolicy#retryPatience} is over.
 *   <li>Anything else is tried {@link EnginePolicy#maxAttempts} times.
 *   <li>Between two attempts there is a pause that grows.
 * </ol>
 */
final class Attempts {
  private final StepRecord step;
  private final EnginePolicy policy;
  private final Instant now;

  Attempts(StepRecord step, EnginePolicy policy, Instant now) {
    this.step = step;
    this.policy = policy;
    this.now = now;
  }

  /**
   * The answer for one act.
   *
   * @param end why there will be no attempt; null if there may be
   * @param due when the next attempt may begin: now or later
   * @param last the failure that made it wait; null if it need not
   */
  record Answer(@Nullable Decision end, Instant due, @Nullable ActFailure last) {
    boolean isDue(Instant now) {
      return end == null && !due.isAfter(now);
    }
  }

  Answer of(Act act) {
    List<ActRecord> failed = failedInARow(act);
    if (failed.isEmpty()) {
      return new Answer(null, now, null);
    }
    ActRecord newest = failed.get(failed.size() - 1);
    ActFailure failure = newest.failure();
    Instant endedAt = newest.endedAt();
    if (failure == null || endedAt == null) {
      throw new IllegalStateException(act + ": FAILED without failure or end");
    }
    Instant due = endedAt.plus(policy.pauseAfter(failed.size()));
    Decision end =
        switch (failure.next()) {
          case ASK_OPERATOR -> blocked(failure);
          case STOP -> failed(failure.code(), failure.message(), failure);
          case RETRY -> overdue(failed) ? blocked(failure) : null;
          case RE_OBSERVE -> tooOften(act, failed, failure);
        };
    return new Answer(end, due, failure);
  }

  private List<ActRecord> failedInARow(Act act) {
    List<ActRecord> ofThisRound =
        step.acts().stream()
            .filter(record -> record.isOf(act) && record.round() == step.rounds())
            .toList();
    int first = ofThisRound.size();
    while (first > 0 && ofThisRound.get(first - 1).state() == ActState.FAILED) {
      first--;
    }
    return ofThisRound.subList(first, ofThisRound.size());
  }

  private boolean overdue(List<ActRecord> failed) {
    Duration trying = Duration.between(failed.get(0).intendedAt(), now);
    return trying.compareTo(policy.retryPatience()) > 0;
  }

  private @Nullable Decision tooOften(Act act, List<ActRecord> failed, ActFailure failure) {
    long counted =
        failed.stream()
            .map(ActRecord::failure)
            .filter(each -> each != null && each.next() == Next.RE_OBSERVE)
            .count();
    return counted < policy.maxAttempts()
        ? null
        : failed(
            failure.code(),
            "%s: %d attempts failed, the last one: %s".formatted(act, counted, failure.message()),
            failure);
  }

  private static Decision blocked(ActFailure failure) {
    return Decision.blocked(failure.code(), failure.message(), wayOut(failure));
  }

  private static Decision failed(String code, String error, ActFailure failure) {
    return new Decision.Fail(code, error, wayOut(failure));
  }

  private static String wayOut(ActFailure failure) {
    return failure.whatToDo().isEmpty()
        ? "mend the cause, then: keyparity run resume"
        : failure.whatToDo();
  }
}
