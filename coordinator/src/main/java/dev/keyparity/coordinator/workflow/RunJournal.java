package dev.keyparity.coordinator.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The durable record of one run: all that a new leader knows of it. Immutable; holds no secret.
 *
 * <p>Stored as {@code keyparity.run/1} (package {@code workflow.journal}). How it stands, and how
 * each step and act stands, changes only in {@link JournalEdit}.
 *
 * @param kind which procedure it follows, such as {@code enable}
 * @param plans what operators approved for it, in order; the newest is in force
 * @param standing how it stands now
 * @param holders the leaderships that drove it, oldest first; bounded to {@link #MAX_HOLDERS}
 * @param pause an operator's wish that it pause; null if there is none
 * @param abort an operator's wish that it end; null if there is none
 * @param revocation what makes its warrants void at the hosts once it is aborted; null if it was
 *     not, or by a version that did not ask for it
 * @param holdBefore steps that begin only when an operator says so
 * @param released those of them that an operator let go
 * @param options what the plan chose, for the steps
 * @param facts what the steps learned, for later steps and for people
 */
public record RunJournal(
    RunId run,
    String service,
    String kind,
    List<PlanRef> plans,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    Standing standing,
    List<StepRecord> steps,
    List<Holder> holders,
    @Nullable OperatorWord pause,
    @Nullable OperatorWord abort,
    @Nullable RunRevocation revocation,
    List<StepId> holdBefore,
    List<StepId> released,
    SortedMap<String, String> options,
    SortedMap<String, String> facts) {

  /** Bound of the leaderships remembered. */
  public static final int MAX_HOLDERS = 64;

  /** A plan by its id and the SHA-256 of its bytes. */
  public record PlanRef(String id, String digest) {}

  /** A leadership, and when it first wrote to this journal. */
  public record Holder(Term term, Instant since) {}

  /** What an operator asked for, and why. */
  public record OperatorWord(String by, String reason, Instant at) {}

  /**
   * How a run stands.
   *
   * @param code stable word for why it stands still; empty while it moves
   * @param reason one sentence
   * @param whatToDo what the operator can do, in the order it should be tried
   */
  public record Standing(
      RunState state, Instant since, String code, String reason, List<String> whatToDo) {
    public Standing {
      whatToDo = List.copyOf(whatToDo);
    }
  }

  public RunJournal {
    if (steps.isEmpty() || plans.isEmpty()) {
      throw new IllegalArgumentException(
          "run %s: %d steps, %d plans (expected: at least one of each)"
              .formatted(run, steps.size(), plans.size()));
    }
    if ((endedAt != null) != standing.state().isTerminal()) {
      throw new IllegalArgumentException(
          "run %s: %s, ended %s (expected: an end if and only if over)"
              .formatted(run, standing.state(), endedAt));
    }
    plans = List.copyOf(plans);
    steps = List.copyOf(steps);
    holders = List.copyOf(holders);
    holdBefore = List.copyOf(holdBefore);
    released = List.copyOf(released);
    options = Act.copyOf(options);
    facts = Act.copyOf(facts);
  }

  public RunState state() {
    return standing.state();
  }

  /** Whether it is aborted and some host has not confirmed that it refuses it from now on. */
  public boolean owesRevocation() {
    return state() == RunState.ABORTED && revocation != null && !revocation.isEverywhere();
  }

  /** The plan in force. */
  public PlanRef plan() {
    return plans.get(plans.size() - 1);
  }

  /** The first step that is not over; empty if all are. */
  public Optional<StepRecord> current() {
    return steps.stream().filter(step -> !step.state().isTerminal()).findFirst();
  }

  public Optional<StepRecord> step(StepId id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }

  /** The leadership that drives it. */
  public Optional<Term> driver() {
    return holders.isEmpty()
        ? Optional.empty()
        : Optional.of(holders.get(holders.size() - 1).term());
  }

  /** Acts of the current step whose outcome is still to be learned. */
  public List<ActRecord> openActs() {
    return current().map(StepRecord::openActs).orElse(List.of());
  }

  /** All acts of all steps, oldest first within a step. */
  public List<ActRecord> acts() {
    return steps.stream().map(StepRecord::acts).flatMap(Collection::stream).toList();
  }

  /** The latest moment at which anything in it happened; deadlines do not count. */
  Instant newestMoment() {
    Stream.Builder<@Nullable Instant> moments = Stream.builder();
    moments.add(startedAt).add(endedAt).add(standing.since());
    holders.forEach(holder -> moments.add(holder.since()));
    Stream.of(pause, abort).filter(Objects::nonNull).forEach(word -> moments.add(word.at()));
    for (StepRecord step : steps) {
      Waiting waiting = step.waiting();
      moments.add(step.startedAt()).add(step.endedAt());
      moments.add(waiting == null ? null : waiting.since());
      step.acts()
          .forEach(act -> moments.add(act.intendedAt()).add(act.triedAt()).add(act.endedAt()));
    }
    return moments.build().filter(Objects::nonNull).max(Instant::compareTo).orElse(startedAt);
  }

  /** What the run does, waits for or needs, in one sentence. */
  public String sentence(Instant now) {
    return Sentence.of(this, now);
  }
}
