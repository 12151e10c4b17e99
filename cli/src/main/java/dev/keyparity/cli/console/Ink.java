package dev.keyparity.cli.console;

import dev.keyparity.wording.Tone;

/**
 * What a piece of text means, so that a terminal with colours can double it.
 *
 * <p>Inked text carries private-use characters (Unicode E000 to E00F) instead of escape sequences;
 * {@link Console} alone turns them into escapes, or drops them. So text from elsewhere, whose
 * control characters the console removes, can at worst choose a colour.
 */
public enum Ink {
  GOOD('\ue000', "\u001b[32m"),
  WARN('\ue001', "\u001b[33m"),
  BAD('\ue002', "\u001b[1;31m"),
  STRONG('\ue003', "\u001b[1m"),
  FAINT('\ue004', "\u001b[2m");

  private static final char FIRST = '\ue000';
  private static final char END = '\ue00f';
  private static final String RESET = "\u001b[0m";

  private final char mark;
  private final String escape;

  Ink(char mark, String escape) {
    this.mark = mark;
    this.escape = escape;
  }

  /** The ink of a tone; none for a plain one. */
  public static String of(Tone tone, String text) {
    return switch (tone) {
      case PLAIN -> text;
      case GOOD -> GOOD.of(text);
      case WARN -> WARN.of(text);
      case BAD -> BAD.of(text);
    };
  }

  public String of(String text) {
    return mark + text + END;
  }

  static boolean isMark(int c) {
    return c >= FIRST && c <= END;
  }

  /** The escape sequence a mark stands for; empty for a mark that means nothing. */
  static String escapeOf(int mark) {
    if (mark == END) {
      return RESET;
    }
    for (Ink ink : values()) {
      if (ink.mark == mark) {
        return ink.escape;
      }
    }
    return "";
  }

  /** How many columns the text takes: marks take none. */
  public static int width(String text) {
    return (int) text.codePoints().filter(c -> !isMark(c)).count();
  }
}
