package dev.keyparity.cli;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Surroundings;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.wording.Times;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Reads one command line, does what it says, and tells how it ended. */
public final class CommandLineInterface {
  private final Surroundings surroundings;

  public CommandLineInterface(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * @return the exit status, that of an {@link ExitMeaning}
   */
  public int run(String... given) {
    String[] args = helpAsAsked(given);
    Console console = surroundings.console();
    boolean trace = !surroundings.environment().getOrDefault("KEYPARITY_TRACE", "").isEmpty();
    FailureScreen failures = new FailureScreen(console, new Times(surroundings.clock()), trace);
    Keyparity root = new Keyparity();
    try (Invocation invocation = new Invocation(surroundings, root.options)) {
      ExitMeaning exit = run(root, invocation, failures, args);
      return (console.resultIsWritten() ? exit : failures.explain(unwritten())).status();
    }
  }

  /** {@code keyparity help run show} is how others spell {@code keyparity run show --help}. */
  private static String[] helpAsAsked(String... given) {
    if (given.length == 0 || !given[0].equals("help")) {
      return given;
    }
    String[] args = Arrays.copyOfRange(given, 1, given.length + 1);
    args[given.length - 1] = "--help";
    return args;
  }

  /** Whatever a verb throws ends in words and an exit status: behind this there is nothing. */
  private static ExitMeaning run(
      Keyparity root, Invocation invocation, FailureScreen failures, String... args) {
    try {
      List<CommandLine> parsed =
          Vocabulary.line(root, invocation, args).parseArgs(args).asCommandLineList();
      invocation.console().allowColour(invocation.wantsColour());
      for (CommandLine line : parsed) {
        if (line.isUsageHelpRequested()) {
          invocation.console().result(line.getUsageMessage(Ansi.OFF).stripTrailing());
          return ExitMeaning.OK;
        } else if (line.isVersionHelpRequested()) {
          invocation.show(VersionView.ofThis());
          return ExitMeaning.OK;
        }
      }
      CommandLine last = parsed.get(parsed.size() - 1);
      return last.getCommand() instanceof Verb verb ? verb.run() : missingVerb(last, invocation);
    } catch (ParameterException e) {
      return failures.explain(e);
    } catch (Exception e) {
      return failures.explain(e);
    }
  }

  private static ExitMeaning missingVerb(CommandLine line, Invocation invocation) {
    invocation.console().say(line.getUsageMessage(Ansi.OFF).stripTrailing());
    return ExitMeaning.USAGE;
  }

  private static KeyparityException unwritten() {
    return new KeyparityException(
        ErrorCode.IO_FAILED, "stdout: not all of the result could be written", "");
  }
}
