package dev.keyparity.cli.doctor;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.doctor.Line.Finding;
import java.util.ArrayList;
import java.util.List;

/** What the doctor found, beside what is well. */
record FindingsView(List<Line> findings) implements View {
  private static final String INDENT = "     ";

  /** Beyond that a name stands in the way of what is said of it. */
  private static final int WIDEST = 32;

  FindingsView {
    findings = List.copyOf(findings);
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.doctor/1")
        .put("well", findings.stream().noneMatch(FindingsView::isFault))
        .put("findings", Document.items(findings, FindingsView::line))
        .build();
  }

  static boolean isFault(Line line) {
    return line instanceof Finding finding && !finding.isWarning();
  }

  private static Document line(Line line) {
    Finding found = line instanceof Finding finding ? finding : null;
    return Document.fields()
        .put("what", line.what())
        .put("well", found == null)
        .put("code", found == null ? null : found.code())
        .put("severity", found == null ? null : found.isWarning() ? "warning" : "fault")
        .put("detail", line.seen())
        .put("meaning", found == null ? null : found.meaning())
        .put(
            "what_to_do",
            found == null || found.whatToDo().isEmpty()
                ? null
                : String.join("\n", found.whatToDo()))
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>();
    int widest =
        Math.min(WIDEST, findings.stream().mapToInt(line -> line.what().length()).max().orElse(0));
    for (Line line : findings) {
      String head = " " + mark(line) + " " + Table.padded(line.what(), widest) + "  ";
      for (String seen : line.seen().split("\n", -1)) {
        lines.addAll(Wrap.lines(head, seen, INDENT, page.width()));
        head = INDENT;
      }
      if (line instanceof Finding finding) {
        lines.addAll(
            Wrap.paragraph(finding.code() + ": " + finding.meaning(), INDENT, page.width()));
        finding
            .whatToDo()
            .forEach(todo -> lines.addAll(Wrap.advice(INDENT, todo, INDENT, page.width())));
      }
    }
    if (findings.stream().anyMatch(line -> line instanceof Finding)) {
      lines.add("");
      lines.add("Each code is explained in docs/operations/doctor.md.");
    }
    return lines;
  }

  private static String mark(Line line) {
    return !(line instanceof Finding finding)
        ? Ink.GOOD.of("✓")
        : finding.isWarning() ? Ink.WARN.of("!") : Ink.BAD.of("✗");
  }
}
