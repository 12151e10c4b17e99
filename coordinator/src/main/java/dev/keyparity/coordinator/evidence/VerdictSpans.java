package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.keyring.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one host over time, in the order in which it was seen, bounded: the oldest go,
 * and are not known from then on. Stored as {@code keyparity.verdicts/1}; for evidence, never for
 * decisions.
 *
 * <p>Spans may overlap where a coordinator's clock was set back.
 */
public record VerdictSpans(List<VerdictSpan> spans) {
  public static final VerdictSpans NONE = new VerdictSpans(List.of());

  /** How many are kept of a host: far below what a record may be long. */
  public static final int KEPT = 400;

  static final RecordType<VerdictSpans> TYPE =
      new RecordType<>(
          RecordKey.Kind.VERDICTS, "keyparity.verdicts/1", VerdictSpans::write, VerdictSpans::read);

  public VerdictSpans {
    spans = List.copyOf(spans);
  }

  /**
   * With what was seen since. A span that is here already is only seen longer; so the same again
   * changes nothing, and a writer who was not answered may write once more.
   */
  public VerdictSpans with(List<VerdictSpan> seen) {
    List<VerdictSpan> all = new ArrayList<>(spans);
    for (VerdictSpan span : seen) {
      int here = all.size() - 1;
      while (here >= 0 && !all.get(here).beginsAs(span)) {
        here--;
      }
      if (here < 0) {
        all.add(span);
      } else if (span.until().isAfter(all.get(here).until())) {
        all.set(here, span);
      }
    }
    return new VerdictSpans(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  private void write(Json.ObjectBuilder out) {
    List<Json> list = new ArrayList<>();
    for (VerdictSpan span : spans) {
      list.add(
          Json.object()
              .put("from", span.from().toString())
              .put("held", span.held())
              .put("identity", span.identity())
              .put("until", span.until().toString())
              .put("verdict", span.verdict().name())
              .build());
    }
    out.put("spans", new Json.Arr(list));
  }

  private static VerdictSpans read(RecordFields fields) throws MalformedRecord {
    List<VerdictSpan> spans = new ArrayList<>();
    for (RecordFields one : fields.records("spans")) {
      spans.add(
          new VerdictSpan(
              Verdict.valueOf(one.string("verdict")),
              one.string("identity"),
              one.string("held"),
              one.instant("from"),
              one.instant("until")));
      one.end();
    }
    return new VerdictSpans(spans);
  }
}
