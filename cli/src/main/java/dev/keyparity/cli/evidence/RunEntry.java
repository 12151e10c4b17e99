package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run and the acts in its journal.
 *
 * @param endedAtOrNull null while it is open
 */
record RunEntry(
    String id,
    String kind,
    String state,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAtOrNull,
    List<Act> acts) {

  /**
   * What was done, or begun, on one host.
   *
   * @param endedAtOrNull null where it has no end on record
   */
  record Act(
      String step,
      String name,
      String host,
      String state,
      Instant intendedAt,
      @Nullable Instant endedAtOrNull) {

    private Json toJson() {
      Json.ObjectBuilder out =
          Json.object()
              .put("host", host)
              .put("intended_at", intendedAt.toString())
              .put("name", name)
              .put("state", state)
              .put("step", step);
      return ended(out, endedAtOrNull).build();
    }

    private static Act read(RecordFields fields) throws MalformedRecord {
      Act act =
          new Act(
              fields.string("step"),
              fields.string("name"),
              fields.string("host"),
              fields.string("state"),
              fields.instant("intended_at"),
              ended(fields));
      fields.end();
      return act;
    }
  }

  RunEntry {
    acts = List.copyOf(acts);
  }

  Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAtOrNull);
  }

  Json toJson() {
    Json.ObjectBuilder out =
        Json.object()
            .put("acts", new Json.Arr(acts.stream().map(Act::toJson).toList()))
            .put("id", id)
            .put("kind", kind)
            .put("started_at", startedAt.toString())
            .put("started_by", startedBy)
            .put("state", state);
    return ended(out, endedAtOrNull).build();
  }

  static RunEntry read(RecordFields fields) throws MalformedRecord {
    List<Act> acts = new ArrayList<>();
    for (RecordFields act : fields.records("acts")) {
      acts.add(Act.read(act));
    }
    RunEntry run =
        new RunEntry(
            fields.string("id"),
            fields.string("kind"),
            fields.string("state"),
            fields.string("started_by"),
            fields.instant("started_at"),
            ended(fields),
            acts);
    fields.end();
    return run;
  }

  private static Json.ObjectBuilder ended(Json.ObjectBuilder out, @Nullable Instant at) {
    return at == null ? out : out.put("ended_at", at.toString());
  }

  private static @Nullable Instant ended(RecordFields fields) throws MalformedRecord {
    return fields.optionalString("ended_at").isPresent() ? fields.instant("ended_at") : null;
  }
}
