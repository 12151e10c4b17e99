package dev.keyparity.testbed.lab.process;

import org.jspecify.annotations.Nullable;

/**
 * Something of the lab that could not be started, asked or ended; the message says what, where and
 * what to do.
 */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** What went wrong, and what whoever runs the lab does next. */
  public enum Code {
    /** A program the lab needs is not installed. */
    TOOL_MISSING("install the package it names"),
    /** The build did not leave what the lab starts. */
    NOT_BUILT("build the module it names"),
    /** A process ended or did not serve in time. */
    NOT_SERVING("read the log it names"),
    /** A process did not end, or a command failed. */
    COMMAND_FAILED("read the output it shows"),
    /** A server answered with a refusal. */
    REFUSED("read the server's message"),
    /** A file or directory could not be read or written. */
    FILES("look at the file it names"),
    /** The waiting thread was interrupted. */
    INTERRUPTED("none: somebody asked to stop");

    private final String nextAction;

    Code(String nextAction) {
      this.nextAction = nextAction;
    }

    public String nextAction() {
      return nextAction;
    }
  }

  public LabException(Code code, String message) {
    this(code, message, null);
  }

  public LabException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** For an interrupted wait; sets the thread's flag again. */
  public static LabException interrupted(String during, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new LabException(Code.INTERRUPTED, "interrupted while " + during, cause);
  }

  public Code code() {
    return code;
  }
}
