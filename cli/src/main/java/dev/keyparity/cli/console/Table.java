package dev.keyparity.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of left-aligned columns, with one free text a row that goes last: beside the row where
 * there is room, else below it, indented. Mutable while it is filled; then {@link #lines}.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int LEAST_NOTE_WIDTH = 32;

  private final List<String> heads;
  private final String noteHead;
  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> cells, String note) {
    /** Whether no word of the note is wider than that. */
    boolean fits(int room) {
      return Stream.of(note.split(" ", -1)).allMatch(word -> Ink.width(word) <= room);
    }
  }

  private Table(List<String> heads, String noteHead) {
    this.heads = heads;
    this.noteHead = noteHead;
  }

  public static Table of(String... heads) {
    return new Table(List.of(heads), "");
  }

  /** The same columns with a free text after them. */
  public Table withNotes(String head) {
    return new Table(heads, head);
  }

  public Table row(String... cells) {
    return rowWithNote("", cells);
  }

  public Table rowWithNote(String note, String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          "row: " + Arrays.toString(cells) + " (expected: " + heads.size() + " cells)");
    }
    rows.add(new Row(List.of(cells), note));
    return this;
  }

  public List<String> lines(int width) {
    int[] widths = widths();
    int left = Arrays.stream(widths).sum() + GAP.length() * widths.length;
    int room = width - left;
    boolean beside = room >= LEAST_NOTE_WIDTH && rows.stream().allMatch(row -> row.fits(room));
    boolean anyNote = rows.stream().anyMatch(row -> !row.note().isEmpty());
    List<String> lines = new ArrayList<>();
    String head = joined(heads, widths);
    lines.add((anyNote && beside ? padded(head, left) + noteHead : head).stripTrailing());
    for (Row row : rows) {
      String cells = joined(row.cells(), widths);
      if (row.note().isEmpty()) {
        lines.add(cells.stripTrailing());
      } else if (beside) {
        String indent = " ".repeat(left);
        lines.addAll(Wrap.lines(padded(cells, left), row.note(), indent, width));
      } else {
        lines.add(cells.stripTrailing());
        lines.addAll(Wrap.paragraph(row.note(), " ".repeat(widths[0] + GAP.length()), width));
      }
    }
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[heads.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              Ink.width(heads.get(i)),
              rows.stream().mapToInt(row -> Ink.width(row.cells().get(column))).max().orElse(0));
    }
    return widths;
  }

  private static String joined(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(padded(cells.get(i), widths[i])).append(GAP);
    }
    return line.toString();
  }

  /** Fills up with spaces to a width in columns; longer text stays as it is. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Ink.width(text)));
  }
}
