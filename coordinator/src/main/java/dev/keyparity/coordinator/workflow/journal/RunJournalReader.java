package dev.keyparity.coordinator.workflow.journal;

import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunJournal.Holder;
import dev.keyparity.coordinator.workflow.RunJournal.OperatorWord;
import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import dev.keyparity.coordinator.workflow.Term;
import dev.keyparity.coordinator.workflow.Waiting;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@link RunJournalCodec#FORMAT}; refuses unknown formats, fields and words. */
final class RunJournalReader {
  private RunJournalReader() {}

  static RunJournal read(byte[] bytes) throws MalformedRecord {
    RecordFields fields =
        CanonicalJson.parseRecord(bytes, "run journal").format(RunJournalCodec.FORMAT);
    try {
      RunJournal journal = journal(fields);
      fields.end();
      return journal;
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("run journal: " + e.getMessage(), e);
    }
  }

  private static RunJournal journal(RecordFields fields) throws MalformedRecord {
    return new RunJournal(
        new RunId(fields.string("run")),
        fields.string("service"),
        fields.string("kind"),
        each(fields, "plans", it -> new PlanRef(it.string("id"), it.string("digest"))),
        fields.string("started_by"),
        fields.instant("started_at"),
        time(fields, "ended_at"),
        standing(fields.record("standing")),
        each(fields, "steps", RunJournalReader::step),
        each(
            fields,
            "holders",
            it ->
                new Holder(
                    new Term(it.integer("epoch"), it.string("holder")), it.instant("since"))),
        word(fields, "pause"),
        word(fields, "abort"),
        revocation(fields),
        stepIds(fields, "hold_before"),
        stepIds(fields, "released"),
        fields.stringMap("options"),
        fields.stringMap("facts"));
  }

  private static Standing standing(RecordFields fields) throws MalformedRecord {
    Standing standing =
        new Standing(
            one(RunState.values(), RunState::text, fields.string("state")),
            fields.instant("since"),
            fields.string("code"),
            fields.string("reason"),
            fields.strings("what_to_do"));
    fields.end();
    return standing;
  }

  private static StepRecord step(RecordFields fields) throws MalformedRecord {
    return new StepRecord(
        new StepId(fields.string("id")),
        one(StepState.values(), StepState::text, fields.string("state")),
        count(fields, "rounds"),
        time(fields, "started_at"),
        time(fields, "ended_at"),
        fields.string("note"),
        waiting(fields),
        each(fields, "acts", RunJournalReader::act));
  }

  private static @Nullable Waiting waiting(RecordFields fields) throws MalformedRecord {
    RecordFields it = fields.record("waiting");
    Optional<String> first = it.optionalString("what");
    if (first.isEmpty()) {
      it.end();
      return null;
    }
    Waiting waiting =
        new Waiting(first.get(), it.string("reason"), it.instant("since"), it.instant("deadline"));
    it.end();
    return waiting;
  }

  private static ActRecord act(RecordFields fields) throws MalformedRecord {
    return new ActRecord(
        Act.of(fields.string("act"), fields.string("host"), fields.stringMap("arguments")),
        count(fields, "attempt"),
        fields.string("request_id"),
        fields.integer("epoch"),
        count(fields, "round"),
        one(ActState.values(), ActState::text, fields.string("state")),
        fields.instant("intended_at"),
        count(fields, "tries"),
        time(fields, "tried_at"),
        time(fields, "ended_at"),
        fields.string("note"),
        failure(fields),
        fields.stringMap("facts"));
  }

  private static @Nullable ActFailure failure(RecordFields fields) throws MalformedRecord {
    RecordFields it = fields.record("failure");
    Optional<String> first = it.optionalString("code");
    if (first.isEmpty()) {
      it.end();
      return null;
    }
    ActFailure failure =
        new ActFailure(
            first.get(),
            it.string("message"),
            it.string("what_to_do"),
            one(Next.values(), Next::text, it.string("next")));
    it.end();
    return failure;
  }

  private static @Nullable OperatorWord word(RecordFields fields, String name)
      throws MalformedRecord {
    RecordFields it = fields.record(name);
    Optional<String> first = it.optionalString("by");
    if (first.isEmpty()) {
      it.end();
      return null;
    }
    OperatorWord word = new OperatorWord(first.get(), it.string("reason"), it.instant("at"));
    it.end();
    return word;
  }

  private static @Nullable RunRevocation revocation(RecordFields fields) throws MalformedRecord {
    Optional<RecordFields> there = fields.optionalRecord("revocation");
    if (there.isEmpty()) {
      return null;
    }
    RecordFields it = there.get();
    String document = it.string("document");
    TreeMap<String, RunRevocation.Delivery> hosts = new TreeMap<>();
    for (RecordFields one : it.records("hosts")) {
      hosts.put(one.string("host"), delivery(one));
      one.end();
    }
    it.end();
    return new RunRevocation(document, hosts);
  }

  private static RunRevocation.Delivery delivery(RecordFields fields) throws MalformedRecord {
    return new RunRevocation.Delivery(
        one(RunRevocation.State.values(), RunRevocation.State::text, fields.string("state")),
        fields.instant("since"),
        count(fields, "attempt"),
        fields.string("code"),
        fields.string("reason"),
        fields.string("what_to_do"));
  }

  private static List<StepId> stepIds(RecordFields fields, String name) throws MalformedRecord {
    return fields.strings(name).stream().map(StepId::new).toList();
  }

  private static @Nullable Instant time(RecordFields fields, String name) throws MalformedRecord {
    Optional<String> text = fields.optionalString(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text.get());
    } catch (DateTimeException e) {
      throw new MalformedRecord("run journal: " + name + ": not a time", e);
    }
  }

  private static int count(RecordFields fields, String name) throws MalformedRecord {
    long value = fields.integer(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedRecord("run journal: " + name + ": out of range");
    }
    return (int) value;
  }

  private static <E> E one(E[] all, java.util.function.Function<E, String> spelling, String word)
      throws MalformedRecord {
    for (E each : all) {
      if (spelling.apply(each).equals(word)) {
        return each;
      }
    }
    throw new MalformedRecord("run journal: unknown word: " + word);
  }

  /** Reads one record of a list. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(RecordFields fields) throws MalformedRecord;
  }

  private static <T> List<T> each(RecordFields fields, String name, Reading<T> reading)
      throws MalformedRecord {
    List<T> all = new ArrayList<>();
    for (RecordFields one : fields.records(name)) {
      all.add(reading.read(one));
      one.end();
    }
    return all;
  }
}
