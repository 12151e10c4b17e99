package dev.keyparity.coordinator.workflow;

import org.jspecify.annotations.Nullable;

/** A failure of the engine or of the store behind it. The kind says who acts next. */
public final class WorkflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What failed. */
  public enum Kind {
    /** The stored journal is not of the version that was read: another writer came first. */
    CONFLICT(Next.RE_OBSERVE),
    /** This coordinator does not lead any more; nothing was written. */
    NOT_LEADING(Next.RE_OBSERVE),
    /** The store did not answer: the write may have happened or not. Read before anything else. */
    STORE_UNAVAILABLE(Next.RETRY),
    /** A stored journal does not parse, or is of a format this version does not know. */
    JOURNAL_UNREADABLE(Next.STOP),
    NO_SUCH_RUN(Next.ASK_OPERATOR),
    /** The service has an open run already. */
    RUN_ALREADY_OPEN(Next.ASK_OPERATOR),
    /** The run is not in a state in which an operator can ask that of it. */
    NOT_NOW(Next.ASK_OPERATOR),
    /** A state change that no table allows: a fault of ours. */
    IMPOSSIBLE_TRANSITION(Next.STOP);

    private final Next next;

    Kind(Next next) {
      this.next = next;
    }

    public Next next() {
      return next;
    }
  }

  public WorkflowException(Kind kind, String message) {
    this(kind, message, null);
  }

  public WorkflowException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
