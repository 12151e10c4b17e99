package dev.keyparity.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the three standard streams are connected to.
 *
 * @param in whether a person can answer
 * @param out whether results are read by a person as they appear
 * @param err whether talk is
 * @param unicode whether characters beyond ASCII are shown
 * @param widthSource columns; asked only when a screen is laid out, since finding out costs a
 *     process
 */
public record Terminal(
    boolean in, boolean out, boolean err, boolean unicode, IntSupplier widthSource) {
  /** What screens are designed for, and what is taken where nothing else is known. */
  public static final int USUAL_WIDTH = 80;

  /** Wider than any line of ours: a pipe gets one line a row, for grep. */
  public static final int UNLIMITED = 10_000;

  private static final int NARROWEST = 40;

  public static Terminal ofProcess(Map<String, String> environment) {
    boolean out = isTerminal(1);
    boolean err = isTerminal(2);
    return new Terminal(
        isTerminal(0),
        out,
        err,
        isUnicode(environment),
        () -> width(environment.get("COLUMNS"), out || err));
  }

  public int width() {
    return Math.max(NARROWEST, widthSource.getAsInt());
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      // No /proc (not Linux): a pipe's manners suit a terminal better than the other way round.
      return false;
    }
  }

  /** POSIX order of precedence: LC_ALL, LC_CTYPE, LANG; an empty one counts as not set. */
  static boolean isUnicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.contains("utf-8") || lower.contains("utf8");
      }
    }
    return false;
  }

  private static int width(@Nullable String columns, boolean terminal) {
    if (columns != null && columns.matches("[1-9][0-9]{0,4}")) {
      return Integer.parseInt(columns);
    }
    return terminal ? askStty() : UNLIMITED;
  }

  private static int askStty() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return USUAL_WIDTH;
      }
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] rowsAndColumns = answer.trim().split(" ", -1);
      int columns = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_WIDTH;
    }
  }
}
