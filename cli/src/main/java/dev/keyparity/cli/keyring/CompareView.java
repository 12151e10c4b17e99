package dev.keyparity.cli.keyring;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.keyring.Comparison;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.wording.Verdicts;
import java.util.ArrayList;
import java.util.List;

/** The verdict on one ring against another: {@code keyparity.keyring-compare/1}. */
record CompareView(Comparison comparison, InspectView approved, InspectView other) implements View {
  static final String SCHEMA = "keyparity.keyring-compare/1";

  @Override
  public Document document() {
    return Document.schema(SCHEMA)
        .put("verdict", comparison.verdict().name())
        .put("reasons", Document.texts(comparison.reasons()))
        .put("approved", approved.document())
        .put("other", other.document())
        .put("missing", Document.items(comparison.missing(), CompareView::fingerprint))
        .put("extra", Document.items(comparison.extra(), CompareView::fingerprint))
        .build();
  }

  private static Document fingerprint(Fingerprint fingerprint) {
    return Document.text(fingerprint.hex());
  }

  @Override
  public List<String> lines(Page page) {
    String verdict = comparison.verdict().name();
    boolean good = comparison.verdict().isInParity();
    List<String> lines = new ArrayList<>();
    lines.addAll(
        Wrap.lines(
            (good ? Ink.GOOD : Ink.BAD).of(verdict.replace('_', ' ')) + "   ",
            "the other " + Verdicts.phrase(verdict),
            "   ",
            page.width()));
    for (String reason : comparison.reasons()) {
      lines.addAll(Wrap.lines("  ", reason, "    ", page.width()));
    }
    lines.add("");
    lines.addAll(side("approved", approved));
    lines.addAll(side("other   ", other));
    comparison.missing().forEach(key -> lines.add("missing   " + key));
    comparison.extra().forEach(key -> lines.add("extra     " + key));
    comparison
        .warnings()
        .forEach(
            warning ->
                lines.addAll(
                    Wrap.lines(
                        Ink.WARN.of("warning") + "   ",
                        warning.toString(),
                        "          ",
                        page.width())));
    return lines;
  }

  private static List<String> side(String name, InspectView side) {
    return List.of(name + "  " + side.path(), "          " + side.word() + ", " + side.summary());
  }
}
