package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.process.Command;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as it is typed into a shell, and what it said when it failed. */
final class CommandLine {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** The command line ends its word on an error with the exit, far to the right. */
  private static final Pattern EXIT = Pattern.compile("\\s+exit [0-9]+$");

  private static final String ERROR = "keyparity: ";
  private static final int MOST_LINES = 8;

  private CommandLine() {}

  /** Ready to paste. */
  static String of(List<String> words) {
    return words.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The error, from its first line on; the last lines of whatever was said if there is none. */
  static String said(Command.Result result) {
    List<String> lines =
        (result.out() + "\n" + result.err())
            .lines()
            .map(line -> EXIT.matcher(line).replaceAll("").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    int from = Math.max(0, lines.size() - MOST_LINES);
    for (int i = lines.size() - 1; i >= from; i--) {
      if (lines.get(i).startsWith(ERROR)) {
        from = i;
      }
    }
    String all = String.join(" / ", lines.subList(from, lines.size()));
    return all.isEmpty()
        ? "no output"
        : all.startsWith(ERROR) ? all.substring(ERROR.length()) : all;
  }
}
