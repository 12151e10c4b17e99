package dev.keyparity.coordinator.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of the engine came to.
 *
 * @param sentence what the run does, waits for or needs: the log line and the status line
 * @param wakeAt when to take the next turn if nothing changes before; null if only a change matters
 */
public record Tick(Kind kind, String sentence, @Nullable Instant wakeAt) {

  /** What should follow. */
  public enum Kind {
    /** Something became durable: take the next turn at once. */
    PROGRESS,
    /** Nothing to do now: take the next turn at a change of the world, or at the named time. */
    WAITS,
    /** Only an operator can make it move. */
    STANDS_STILL,
    /** The run is over. */
    ENDED,
    /**
     * This coordinator does not lead, or its store does not let it write: no turn under this term.
     */
    NOT_LEADING
  }

  static Tick progress(RunJournal journal, Instant now) {
    return new Tick(Kind.PROGRESS, journal.sentence(now), now);
  }

  static Tick waits(RunJournal journal, Instant now, Instant wakeAt) {
    return new Tick(Kind.WAITS, journal.sentence(now), wakeAt);
  }

  static Tick standing(RunJournal journal, Instant now) {
    return new Tick(
        journal.state().isTerminal() ? Kind.ENDED : Kind.STANDS_STILL, journal.sentence(now), null);
  }
}
