package dev.keyparity.cli;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Terminal;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one place where a failure becomes words on stderr and an exit status: what, where, what was
 * expected, what to do.
 */
final class FailureScreen {
  private static final String INDENT = "  ";
  private static final String TRACE = "KEYPARITY_TRACE";

  /** The parser's words for an argument, and for one of a few. */
  private static final Pattern PLACE =
      Pattern.compile("positional parameter at index \\S+ \\(([^)]*)\\)");

  private static final Pattern CHOICE =
      Pattern.compile("expected one of \\[(.*)] \\(case-(?:in)?sensitive\\) but was '(.*)'");

  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");

  private final Console console;
  private final Times times;
  private final boolean trace;

  FailureScreen(Console console, Times times, boolean trace) {
    this.console = console;
    this.times = times;
    this.trace = trace;
  }

  /** Explains anything a verb threw. */
  ExitMeaning explain(Throwable failure) {
    if (failure instanceof KeyparityException named) {
      return explain(named);
    }
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return explain(new KeyparityException(ErrorCode.CANCELLED, "interrupted", "", failure));
    }
    String what = String.valueOf(failure.getMessage());
    return explain(
        new KeyparityException(
            ErrorCode.INTERNAL,
            "internal fault: %s: %s".formatted(failure.getClass().getSimpleName(), what),
            TRACE + "=1 keyparity … shows where; please report it",
            failure));
  }

  private ExitMeaning explain(KeyparityException failure) {
    ExitMeaning exit = failure.code().exitMeaning();
    String rule = failure.rule();
    String message = failure.operatorMessage();
    if (exit == ExitMeaning.REFUSED && !message.startsWith("refused")) {
      message = "refused: " + message;
    }
    if (!rule.isEmpty()) {
      message += " (rule " + rule + ")";
    }
    print(message, failure.whatToDo(), exit);
    if (trace) {
      console.say(stackOf(failure));
    }
    return exit;
  }

  /** Explains a command line that picocli could not read. */
  ExitMeaning explain(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    String help = line.getCommandSpec().qualifiedName() + " --help";
    List<String> suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String toDo =
        suggestions.isEmpty()
            ? help
            : "did you mean " + String.join(", or ", suggestions) + "?\n" + help;
    print(message(failure), toDo, ExitMeaning.USAGE);
    return ExitMeaning.USAGE;
  }

  private static String message(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()
        && !unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().get(0);
      boolean verbsFollow = !failure.getCommandLine().getSubcommands().isEmpty();
      return "%s: %s (expected: %s)"
          .formatted(
              verbsFollow ? "unknown verb" : "unexpected argument",
              word,
              verbsFollow ? "one of the verbs in the help" : "nothing more");
    }
    String said = String.valueOf(failure.getMessage());
    String named = PLACE.matcher(said).replaceFirst("$1");
    return firstLower(CHOICE.matcher(named).replaceFirst("$2 (expected: one of $1)"));
  }

  private static String firstLower(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private void print(String message, String whatToDo, ExitMeaning exit) {
    List<String> lines = new ArrayList<>();
    for (String line : local(message).split("\n", -1)) {
      String head = lines.isEmpty() ? "keyparity: " : INDENT;
      // What fits stands as it is: some of it is in columns.
      lines.addAll(
          Ink.width(head + line) <= Terminal.USUAL_WIDTH
              ? List.of(head + line)
              : Wrap.lines(head, line, INDENT + INDENT, Terminal.USUAL_WIDTH));
    }
    local(whatToDo)
        .lines()
        .forEach(
            line -> lines.addAll(Wrap.advice(INDENT, line, INDENT + INDENT, Terminal.USUAL_WIDTH)));
    int last = lines.size() - 1;
    lines.set(last, withExit(lines.get(last), "exit " + exit.status()));
    lines.set(0, lines.get(0).replaceFirst("^keyparity:", Ink.BAD.of("keyparity:")));
    console.say(String.join("\n", lines));
  }

  /** Times as the reader's clock shows them; others write them for programs. */
  private String local(String text) {
    return INSTANT.matcher(text).replaceAll(found -> words(Instant.parse(found.group())));
  }

  private String words(Instant instant) {
    return times.second(instant) + " " + times.zone(instant);
  }

  /** The exit status stands at the right edge of 80 columns, or below where there is no room. */
  private static String withExit(String line, String exit) {
    int room = Terminal.USUAL_WIDTH - Ink.width(line) - exit.length();
    return room >= 2
        ? line + " ".repeat(room) + Ink.FAINT.of(exit)
        : line + "\n" + " ".repeat(Terminal.USUAL_WIDTH - exit.length()) + Ink.FAINT.of(exit);
  }

  private static String stackOf(Throwable failure) {
    StringBuilder stack = new StringBuilder();
    for (Throwable one = failure; one != null; one = one.getCause()) {
      stack.append(one.toString()).append('\n');
      for (StackTraceElement element : one.getStackTrace()) {
        stack.append("    at ").append(element.toString()).append('\n');
      }
    }
    return stack.toString().stripTrailing();
  }
}
