package dev.keyparity.cli.console;

import dev.keyparity.wording.Times;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one way to the three standard streams: results to stdout, talk to stderr, answers from stdin.
 *
 * <p>Every text that is not a document loses its control characters here, so that nothing a peer
 * sent can move a cursor or change a title. A live line (on a terminal only) is rewritten in place
 * and always ended before anything else is printed. Confined to one thread, except {@link #part},
 * which may come from a shutdown hook.
 */
public final class Console {
  private static final String ERASE_LINE = "\r\u001b[2K";
  private static final String HOME_AND_ERASE = "\u001b[H\u001b[2J";

  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private boolean colour;
  private boolean liveLine;
  private boolean screenIsShown;
  private volatile @Nullable String partingWord;

  public Console(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether colour may be used where a stream is a terminal; off until allowed. */
  public void allowColour(boolean allowed) {
    colour = allowed;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Prints lines of a result. */
  public void result(String text) {
    endLiveLine();
    print(out, terminal.out(), text);
  }

  /** Prints a result for programs, byte for byte. */
  public void document(String text) {
    endLiveLine();
    out.print(text);
    out.flush();
  }

  /** Replaces the whole screen, if results go to a terminal; else prints on, below a blank line. */
  public void screen(String text) {
    if (terminal.out()) {
      out.print(HOME_AND_ERASE);
    }
    result(screenIsShown && !terminal.out() ? "\n" + text : text);
    screenIsShown = true;
  }

  /** Prints lines of talk. */
  public void say(String text) {
    endLiveLine();
    print(err, terminal.err(), text);
  }

  /** Shows a line that the next call replaces; nothing where talk is not read on a terminal. */
  public void live(String line) {
    if (!terminal.err()) {
      return;
    }
    err.print(ERASE_LINE + rendered(cut(line, terminal.width() - 1), colour));
    err.flush();
    liveLine = true;
  }

  /** What to say if the process is interrupted from now on; null: nothing. */
  public void parting(@Nullable String text) {
    partingWord = text;
  }

  /** Says the parting word, if there is one; called from a shutdown hook. */
  public void part() {
    String word = partingWord;
    if (word != null) {
      err.println();
      print(err, terminal.err(), word);
    }
  }

  /**
   * Asks a yes-or-no question; only {@code y} or {@code yes} is a yes.
   *
   * @return whether the answer was yes; the end of the input is a no
   */
  public boolean confirm(String question) {
    String answer = ask(question + " [y/N] ");
    String word = answer == null ? "" : answer.trim().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }

  /** Asks for a line; null at the end of the input. */
  public @Nullable String ask(String prompt) {
    endLiveLine();
    err.print(rendered(prompt, colour && terminal.err()));
    err.flush();
    try {
      String answer = in.readLine();
      if (answer == null) {
        err.println();
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the answer from stdin", e);
    }
  }

  /** Whether everything printed as a result has left this process. */
  public boolean resultIsWritten() {
    endLiveLine();
    return !out.checkError();
  }

  private void endLiveLine() {
    if (liveLine) {
      err.print(ERASE_LINE);
      err.flush();
      liveLine = false;
    }
  }

  private void print(PrintStream stream, boolean isTerminal, String text) {
    stream.print(rendered(text, colour && isTerminal) + "\n");
    stream.flush();
  }

  private String rendered(String text, boolean coloured) {
    StringBuilder rendered = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (Ink.isMark(c)) {
                rendered.append(coloured ? Ink.escapeOf(c) : "");
              } else if (c == Times.HARD_SPACE) {
                rendered.append(' ');
              } else if (c != '\n' && Character.getType(c) == Character.CONTROL) {
                rendered.append('?');
              } else if (c < 0x7f || terminal.unicode()) {
                rendered.appendCodePoint(c);
              } else {
                rendered.append(Glyphs.ascii(c));
              }
            });
    return rendered.toString();
  }

  private static String cut(String line, int width) {
    if (Ink.width(line) <= width) {
      return line;
    }
    StringBuilder kept = new StringBuilder();
    int[] columns = {0};
    line.codePoints()
        .forEach(
            c -> {
              if (Ink.isMark(c) || columns[0]++ < width - 1) {
                kept.appendCodePoint(c);
              }
            });
    return kept.append('…').toString();
  }
}
