package dev.keyparity.agent.control;

import dev.keyparity.agent.control.ServingHistory.Span;
import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link ServingHistory} as stored, {@code keyparity.kms-history/1}. */
record HistoryRecord(List<Span> spans, Map<String, Serving> proven) {
  static final String FORMAT = "keyparity.kms-history/1";

  HistoryRecord {
    spans = List.copyOf(spans);
    proven = new LinkedHashMap<>(proven);
  }

  private static String nameOf(String service) {
    return "kms/" + service + ".json";
  }

  static HistoryRecord read(StateFiles files, String service) {
    return StateRecord.read(files, nameOf(service), FORMAT, HistoryRecord::read)
        .orElse(new HistoryRecord(List.of(), Map.of()));
  }

  private static HistoryRecord read(RecordFields fields) throws MalformedRecord {
    List<Span> spans = new ArrayList<>();
    for (RecordFields span : fields.records("seen")) {
      spans.add(
          new Span(
              new FileSeen(
                  span.string("sha256"),
                  span.string("identity"),
                  span.instant("changed"),
                  span.string("node")),
              instant(span, "first"),
              instant(span, "last")));
      span.end();
    }
    Map<String, Serving> proven = new LinkedHashMap<>();
    for (RecordFields one : fields.records("processes")) {
      proven.put(
          one.string("process"),
          new Serving(one.string("sha256"), one.string("identity"), one.string("how")));
      one.end();
    }
    return new HistoryRecord(spans, proven);
  }

  private static BootInstant instant(RecordFields span, String name) throws MalformedRecord {
    RecordFields fields = span.record(name);
    BootInstant instant =
        new BootInstant(
            fields.string("boot_id"),
            fields.integer("ticks"),
            Instant.ofEpochMilli(fields.integer("at_ms")));
    fields.end();
    return instant;
  }

  void write(StateFiles files, String service) {
    List<Json> seen = new ArrayList<>();
    for (Span span : spans) {
      seen.add(
          Json.object()
              .put("sha256", span.file().digest())
              .put("identity", span.file().identity())
              .put("changed", span.file().changed().toString())
              .put("node", span.file().node())
              .put("first", json(span.first()))
              .put("last", json(span.last()))
              .build());
    }
    List<Json> processes = new ArrayList<>();
    proven.forEach(
        (process, serving) ->
            processes.add(
                Json.object()
                    .put("process", process)
                    .put("sha256", serving.digest())
                    .put("identity", serving.identity())
                    .put("how", serving.how())
                    .build()));
    StateRecord.write(
        files,
        nameOf(service),
        Json.object()
            .put("format", FORMAT)
            .put("seen", new Json.Arr(seen))
            .put("processes", new Json.Arr(processes))
            .build());
  }

  private static Json json(BootInstant instant) {
    return Json.object()
        .put("boot_id", instant.bootId())
        .put("ticks", instant.ticks())
        .put("at_ms", instant.wallClock().toEpochMilli())
        .build();
  }
}
