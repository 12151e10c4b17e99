package dev.keyparity.coordinator.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run as the journal has it.
 *
 * @param rounds how often it was begun: 0 until its turn, one more with each retry by an operator
 * @param note what was done, or why it was skipped, waits, is blocked or failed
 * @param waiting what it waits for; null unless {@link StepState#WAITING}
 * @param acts oldest first; bounded to {@link #MAX_ACTS}, the newest attempt of each act is kept
 */
public record StepRecord(
    StepId id,
    StepState state,
    int rounds,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String note,
    @Nullable Waiting waiting,
    List<ActRecord> acts) {

  /** Bound of the history kept per step, so that a journal stays far below a znode's limit. */
  public static final int MAX_ACTS = 128;

  public StepRecord {
    if ((waiting != null) != (state == StepState.WAITING)) {
      throw new IllegalArgumentException(
          "step %s: %s, waiting %s (expected: a wait if and only if WAITING)"
              .formatted(id, state, waiting));
    }
    acts = List.copyOf(acts);
  }

  public static StepRecord pending(StepId id) {
    return new StepRecord(id, StepState.PENDING, 0, null, null, "", null, List.of());
  }

  /** Acts whose outcome is still to be learned. */
  public List<ActRecord> openActs() {
    return acts.stream().filter(record -> record.state().isOpen()).toList();
  }

  /** The newest attempt of an act, if there was one. */
  public Optional<ActRecord> latest(String act, String host) {
    Act wanted = Act.of(act, host);
    return acts.stream().filter(record -> record.isOf(wanted)).reduce((older, newer) -> newer);
  }

  /** The newest attempt of an act if its effect is in place. */
  public Optional<ActRecord> done(String act, String host) {
    return latest(act, host).filter(record -> record.state() == ActState.DONE);
  }

  /** Whether the newest attempt of an act is in place. */
  public boolean isDone(String act, String host) {
    return done(act, host).isPresent();
  }

  int nextAttempt(Act act) {
    return latest(act.name(), act.host()).map(record -> record.attempt() + 1).orElse(1);
  }

  StepRecord withState(StepState to, String words, @Nullable Waiting wait, Instant now) {
    boolean begins = to == StepState.RUNNING && state != StepState.WAITING;
    return new StepRecord(
        id,
        to,
        begins ? rounds + 1 : rounds,
        startedAt == null ? now : startedAt,
        to.isTerminal() ? now : null,
        words,
        wait,
        acts);
  }

  StepRecord withWaiting(Waiting wait) {
    return new StepRecord(id, state, rounds, startedAt, endedAt, wait.reason(), wait, acts);
  }

  StepRecord withAct(ActRecord added) {
    List<ActRecord> all = new ArrayList<>(acts);
    all.add(added);
    for (int i = 0; i < all.size() && all.size() > MAX_ACTS; ) {
      ActRecord old = all.get(i);
      boolean superseded =
          !old.state().isOpen() && all.stream().skip(i + 1L).anyMatch(it -> it.isOf(old.act()));
      if (superseded) {
        all.remove(i);
      } else {
        i++;
      }
    }
    return new StepRecord(id, state, rounds, startedAt, endedAt, note, waiting, all);
  }

  StepRecord changingAct(String requestId, UnaryOperator<ActRecord> change) {
    List<ActRecord> changed =
        acts.stream()
            .map(record -> record.requestId().equals(requestId) ? change.apply(record) : record)
            .toList();
    return new StepRecord(id, state, rounds, startedAt, endedAt, note, waiting, changed);
  }
}
