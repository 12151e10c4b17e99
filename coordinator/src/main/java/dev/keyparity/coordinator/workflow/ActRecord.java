package dev.keyparity.coordinator.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one act as the journal has it: the intent, and what is known of its outcome.
 *
 * @param attempt from 1, over the whole life of the step
 * @param requestId derived; the same for every repetition of this attempt
 * @param epoch the leadership under which the intent was written
 * @param round which try of the step this belongs to: attempts are bounded per round
 * @param tries how often it was sent
 * @param triedAt when it was last sent; null until then
 * @param endedAt when its outcome was learned; null while open
 * @param note what the receipt says, or why there is none yet
 * @param failure why it is not in place; null unless {@link ActState#FAILED}
 * @param facts what was learned; empty unless {@link ActState#DONE}
 */
public record ActRecord(
    Act act,
    int attempt,
    String requestId,
    long epoch,
    int round,
    ActState state,
    Instant intendedAt,
    int tries,
    @Nullable Instant triedAt,
    @Nullable Instant endedAt,
    String note,
    @Nullable ActFailure failure,
    SortedMap<String, String> facts) {

  public ActRecord {
    if (attempt < 1 || round < 1) {
      throw new IllegalArgumentException(
          "act %s: attempt %d, round %d (expected: >= 1)".formatted(act, attempt, round));
    }
    if ((failure != null) != (state == ActState.FAILED)) {
      throw new IllegalArgumentException(
          "act %s: %s, failure %s (expected: a failure if and only if FAILED)"
              .formatted(act, state, failure));
    }
    if ((endedAt == null) != state.isOpen()) {
      throw new IllegalArgumentException(
          "act %s: %s, ended %s (expected: an end unless open)".formatted(act, state, endedAt));
    }
    facts = Act.copyOf(facts);
  }

  static ActRecord intended(
      Act act, int attempt, String requestId, long epoch, int round, Instant now) {
    return new ActRecord(
        act,
        attempt,
        requestId,
        epoch,
        round,
        ActState.INTENDED,
        now,
        0,
        null,
        null,
        "",
        null,
        Act.copyOf(java.util.Map.of()));
  }

  /** Whether this is an attempt of that act, whatever its arguments were. */
  boolean isOf(Act other) {
    return act.name().equals(other.name()) && act.host().equals(other.host());
  }

  /** How long it took, from intent to outcome or until now. */
  public Duration lasted(Instant now) {
    return Duration.between(intendedAt, endedAt == null ? now : endedAt);
  }

  ActRecord sent(Instant at) {
    return new ActRecord(
        act,
        attempt,
        requestId,
        epoch,
        round,
        state,
        intendedAt,
        tries + 1,
        at,
        endedAt,
        note,
        failure,
        facts);
  }

  ActRecord noted(String words) {
    return new ActRecord(
        act,
        attempt,
        requestId,
        epoch,
        round,
        state,
        intendedAt,
        tries,
        triedAt,
        endedAt,
        words,
        failure,
        facts);
  }

  ActRecord learned(
      ActState to,
      Instant at,
      String words,
      @Nullable ActFailure why,
      SortedMap<String, String> learned) {
    return new ActRecord(
        act,
        attempt,
        requestId,
        epoch,
        round,
        to,
        intendedAt,
        tries,
        triedAt,
        to.isOpen() ? null : at,
        words,
        why,
        learned);
  }
}
