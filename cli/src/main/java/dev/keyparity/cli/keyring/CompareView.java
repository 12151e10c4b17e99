package dev.keyparity.cli.keyring;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.keyring.Comparison;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyFacts;
import dev.keyparity.wording.Verdicts;
import java.util.ArrayList;
import java.util.Collection;
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
        .put("missing", Document.items(missing(), CompareView::fingerprint))
        .put("extra", Document.items(extra(), CompareView::fingerprint))
        .build();
  }

  private List<Fingerprint> missing() {
    return inOrderOf(approved, comparison.missing());
  }

  private List<Fingerprint> extra() {
    return inOrderOf(other, comparison.extra());
  }

  /** As they stand in the file: the primary key before its subkeys. */
  private static List<Fingerprint> inOrderOf(InspectView side, Collection<Fingerprint> keys) {
    return side.facts().keys().stream()
        .map(KeyFacts::fingerprint)
        .filter(keys::contains)
        .distinct()
        .toList();
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
    missing().forEach(key -> lines.add("missing   " + key));
    extra().forEach(key -> lines.add("extra     " + key));
    lines.addAll(WarningLines.of(comparison.warnings(), page));
    return lines;
  }

  private static List<String> side(String name, InspectView side) {
    return List.of(name + "  " + side.path(), "          " + side.word() + ", " + side.summary());
  }
}
