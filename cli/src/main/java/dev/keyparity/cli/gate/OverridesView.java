package dev.keyparity.cli.gate;

import dev.keyparity.agent.LocalGate;
import dev.keyparity.agent.gate.GateOverride;
import dev.keyparity.agent.gate.OverridesSeen;
import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.wording.Times;
import java.util.ArrayList;
import java.util.List;

/** The overrides of one gate, newest first, as {@code keyparity.gate-overrides/1} for programs. */
record OverridesView(String service, String host, OverridesSeen seen) implements View {

  static OverridesView of(LocalGate gate) {
    return new OverridesView(gate.service(), gate.host(), gate.overrides());
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.gate-overrides/1")
        .put("service", service)
        .put("host", host)
        .put("in_force", seen.inForce().map(this::document).orElse(Document.NOTHING))
        .put("given", Document.items(seen.newestFirst(), this::document))
        .put("problems", Document.texts(seen.found().problems()))
        .build();
  }

  private Document document(GateOverride override) {
    return GateView.override(override, seen.left(override));
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>();
    lines.add("%s on %s: %s".formatted(service, host, standing(page.times())));
    seen.found().problems().forEach(problem -> lines.add("  counts for nothing: " + problem));
    if (!seen.found().given().isEmpty()) {
      lines.add("");
      lines.addAll(table(page));
    }
    return lines;
  }

  private String standing(Times times) {
    return seen.inForce()
        .map(
            one ->
                "%s until %s (%s left): its KMS may start whatever key is found"
                    .formatted(
                        Ink.WARN.of("overridden"),
                        times.minute(seen.end(one)),
                        Times.age(seen.left(one))))
        .orElse("not overridden");
  }

  private List<String> table(Page page) {
    Table table = Table.of("GIVEN", "FOR", "BY").withNotes("REASON");
    for (GateOverride one : seen.newestFirst()) {
      table.rowWithNote(
          one.reason(),
          page.times().minute(one.givenAt()),
          one.isEnd() ? "(end)" : Times.age(one.length()),
          one.by());
    }
    return table.lines(page.width());
  }
}
