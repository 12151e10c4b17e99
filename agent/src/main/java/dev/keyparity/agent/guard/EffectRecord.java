package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.fencing.RequestId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The durable record of one effect, {@code keyparity.receipt/1}: written when it begins, again when
 * it ends or is settled. The answer to every repetition of its request.
 *
 * @param token the leadership it was begun under
 * @param warrant the id of the warrant it was begun under; empty if it needed none
 * @param begunAt by the agent's wall clock, whole milliseconds
 * @param at when it reached its present stage
 * @param summary one sentence for people
 * @param facts what it found and made; what looking after a crash is compared with
 */
public record EffectRecord(
    RequestKey key,
    EffectKind kind,
    EffectStage stage,
    FencingToken token,
    String warrant,
    Instant begunAt,
    Instant at,
    String summary,
    SortedMap<String, String> facts) {
  static final String FORMAT = "keyparity.receipt/1";

  public EffectRecord {
    TreeMap<String, String> copy = new TreeMap<>();
    copy.putAll(facts);
    facts = Collections.unmodifiableSortedMap(copy);
  }

  public RequestId id() {
    return key.id();
  }

  /** The same effect further on; new facts stand beside the old ones. */
  EffectRecord reached(EffectStage next, Instant when, String said, Map<String, String> found) {
    TreeMap<String, String> all = new TreeMap<>(facts);
    all.putAll(found);
    return new EffectRecord(key, kind, next, token, warrant, begunAt, when, said, all);
  }

  static String folderOf(String service) {
    return "receipts/" + service;
  }

  void write(StateFiles files) {
    StateRecord.write(files, folderOf(key.service()) + "/" + id() + ".json", toJson());
  }

  private Json.Obj toJson() {
    return Json.object()
        .put("format", FORMAT)
        .put("request_id", id().hex())
        .put("service", key.service())
        .put("run", key.run())
        .put("step", key.step())
        .put("act", key.act())
        .put("host", key.host())
        .put("attempt", key.attempt())
        .put("kind", kind.text())
        .put("stage", stage.name())
        .put("group", token.group())
        .put("epoch", token.epoch())
        .put("holder", token.holder())
        .put("warrant", warrant)
        .put("begun_at_ms", begunAt.toEpochMilli())
        .put("at_ms", at.toEpochMilli())
        .put("summary", summary)
        .put("facts", Json.strings(facts))
        .build();
  }

  static EffectRecord read(RecordFields fields) throws MalformedRecord {
    String id = fields.string("request_id");
    EffectRecord record =
        new EffectRecord(
            new RequestKey(
                fields.string("service"),
                fields.string("run"),
                fields.string("step"),
                fields.string("act"),
                fields.string("host"),
                Math.toIntExact(fields.integer("attempt"))),
            EffectKind.parse(fields.string("kind")),
            EffectStage.valueOf(fields.string("stage")),
            new FencingToken(
                fields.string("group"), fields.integer("epoch"), fields.string("holder")),
            fields.string("warrant"),
            Instant.ofEpochMilli(fields.integer("begun_at_ms")),
            Instant.ofEpochMilli(fields.integer("at_ms")),
            fields.string("summary"),
            fields.stringMap("facts"));
    if (!record.id().hex().equals(id)) {
      throw new MalformedRecord("receipt: request_id: is not that of its fields");
    }
    return record;
  }
}
