package dev.keyparity.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Breaks text at spaces so that it fits; a word that is too long stands alone and sticks out. */
public final class Wrap {
  private static final String COMMAND = "keyparity ";

  private Wrap() {}

  /**
   * Lays out a text behind a head.
   *
   * @param head what stands before the first word, as it is
   * @param indent what stands before the first word of every further line
   * @param width columns that each line may take, head and indent included
   */
  public static List<String> lines(String head, String text, String indent, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(head);
    boolean first = true;
    for (String word : text.strip().split(" +", -1)) {
      if (!first && Ink.width(line.toString()) + 1 + Ink.width(word) > width) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Indents every line of a paragraph alike. */
  public static List<String> paragraph(String text, String indent, int width) {
    return lines(indent, text, indent, width);
  }

  /** Puts short items beside each other, as many as fit on a line. */
  public static List<String> items(List<String> items, String gap, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String item : items) {
      if (line.length() > 0
          && Ink.width(line.toString()) + Ink.width(gap) + Ink.width(item) > width) {
        lines.add(line.toString());
        line = new StringBuilder();
      }
      line.append(line.length() == 0 ? "" : gap).append(item);
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * Lays out a line of advice: a command, and after two spaces or more what it does; or words that
   * end in a command, {@code then: keyparity …}. The command is never broken, so that it can be
   * pasted; the words go on lines of their own where there is no room.
   */
  public static List<String> advice(String head, String advice, String indent, int width) {
    String[] parts = advice.strip().split(" {2,}", 2);
    String whole = head + advice.strip();
    if (Ink.width(whole) <= width) {
      return List.of(whole);
    }
    if (parts.length == 1) {
      return worded(head, parts[0], indent, width);
    }
    List<String> lines = new ArrayList<>();
    lines.add(head + parts[0]);
    lines.addAll(paragraph(parts[1], indent + "  ", width));
    return lines;
  }

  private static List<String> worded(String head, String advice, String indent, int width) {
    if (advice.startsWith(COMMAND)) {
      return List.of(head + advice);
    }
    int command = advice.indexOf(": " + COMMAND);
    if (command < 0) {
      return lines(head, advice, indent, width);
    }
    int end = command + 1;
    List<String> lines = new ArrayList<>(lines(head, advice.substring(0, end), indent, width));
    lines.add(indent + advice.substring(end).strip());
    return lines;
  }
}
