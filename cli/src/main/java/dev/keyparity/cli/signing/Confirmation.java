package dev.keyparity.cli.signing;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;

/** Asks before anything that changes something. */
public final class Confirmation {
  private final Invocation invocation;

  public Confirmation(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Says what would be done and asks; {@code --yes} answers, and so does nobody else.
   *
   * @throws KeyparityException {@link ErrorCode#BLOCKED} for a no; {@link ErrorCode#USAGE} where
   *     nobody can be asked
   */
  public void require(String whatIsDone, String question, boolean yes) {
    invocation.console().say(whatIsDone);
    if (!yes && !(canAsk() && invocation.console().confirm(question))) {
      throw declined();
    }
  }

  /** The same for what cannot be taken back: a y is too easily typed, so a word is asked for. */
  public void requireWord(String whatIsDone, String word, boolean yes) {
    invocation.console().say(whatIsDone);
    if (yes) {
      return;
    }
    canAsk();
    String answer = invocation.console().ask("Type \"" + word + "\" to go on: ");
    if (answer == null || !answer.strip().equals(word)) {
      throw declined();
    }
  }

  private boolean canAsk() {
    if (invocation.console().terminal().in()) {
      return true;
    }
    throw new KeyparityException(
        ErrorCode.USAGE,
        "stdin: not a terminal, so nobody can be asked (expected: a person, or --yes)",
        "nothing was done");
  }

  private static KeyparityException declined() {
    return new KeyparityException(ErrorCode.BLOCKED, "not confirmed: nothing was done", "");
  }
}
