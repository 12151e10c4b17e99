package dev.keyparity.cli.invocation;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * A verb that keyparity is to have and has not yet: not in any help, and it says so itself, so that
 * nobody takes it for a typing error.
 */
@Command(hidden = true)
public final class NotBuilt implements Verb {
  private final String words;

  @Unmatched final List<String> ignored = new ArrayList<>();

  private NotBuilt(String words) {
    this.words = words;
  }

  /** The verb as a word of the command line, whatever follows it. */
  public static CommandLine line(String words) {
    return new CommandLine(new NotBuilt(words));
  }

  @Override
  public ExitMeaning run() {
    throw failure(words);
  }

  /** How anything that is not built yet is refused: exit 2. */
  public static KeyparityException failure(String what) {
    return new KeyparityException(
        ErrorCode.UNIMPLEMENTED, what + ": not built yet", "keyparity --help lists what is");
  }
}
