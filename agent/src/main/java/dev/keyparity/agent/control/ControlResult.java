package dev.keyparity.agent.control;

/**
 * What came of starting or stopping.
 *
 * @param kind whether it came about
 * @param detail one sentence; empty when done
 * @param output the last of what a declared command wrote, at most 4 KiB; empty elsewhere
 */
public record ControlResult(Kind kind, String detail, String output) {
  /** Whether it came about. */
  public enum Kind {
    /** It did. */
    DONE,
    /** It did not, and will not by itself. */
    FAILED,
    /** Not within the deadline; it may still. */
    UNDER_WAY
  }

  static ControlResult done() {
    return new ControlResult(Kind.DONE, "", "");
  }

  static ControlResult failed(String detail, String output) {
    return new ControlResult(Kind.FAILED, detail, output);
  }

  static ControlResult underWay(String detail) {
    return new ControlResult(Kind.UNDER_WAY, detail, "");
  }

  public boolean isDone() {
    return kind == Kind.DONE;
  }
}
