package dev.keyparity.coordinator.workflow.journal;

import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunJournal.Holder;
import dev.keyparity.coordinator.workflow.RunJournal.OperatorWord;
import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.Waiting;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a run journal: canonical JSON of format {@code keyparity.run/1}. A time that is not
 * yet is left out, and so is the revocation of a run that nobody aborted; any other object that is
 * not there is empty; times are UTC; states are lower-case words. An example is {@code
 * src/test/resources/golden/run-journal.json}.
 */
public final class RunJournalCodec {
  public static final String FORMAT = "keyparity.run/1";

  private RunJournalCodec() {}

  public static byte[] encode(RunJournal journal) {
    Json.ObjectBuilder out =
        Json.object()
            .put("format", FORMAT)
            .put("run", journal.run().value())
            .put("service", journal.service())
            .put("kind", journal.kind())
            .put("plans", list(journal.plans(), RunJournalCodec::plan))
            .put("started_by", journal.startedBy())
            .put("started_at", journal.startedAt().toString())
            .put("standing", standing(journal.standing()))
            .put("steps", list(journal.steps(), RunJournalCodec::step))
            .put("holders", list(journal.holders(), RunJournalCodec::holder))
            .put("hold_before", list(journal.holdBefore(), RunJournalCodec::stepId))
            .put("released", list(journal.released(), RunJournalCodec::stepId))
            .put("options", Json.strings(journal.options()))
            .put("facts", Json.strings(journal.facts()))
            .put("pause", word(journal.pause()))
            .put("abort", word(journal.abort()));
    putTime(out, "ended_at", journal.endedAt());
    RunRevocation revocation = journal.revocation();
    if (revocation != null) {
      out.put("revocation", revocation(revocation));
    }
    return CanonicalJson.encode(out.build());
  }

  /** Reads what {@link #encode} wrote; refuses anything else. */
  public static RunJournal decode(byte[] bytes) throws MalformedRecord {
    return RunJournalReader.read(bytes);
  }

  private static Json plan(PlanRef plan) {
    return Json.object().put("id", plan.id()).put("digest", plan.digest()).build();
  }

  private static Json standing(Standing standing) {
    return Json.object()
        .put("state", standing.state().text())
        .put("since", standing.since().toString())
        .put("code", standing.code())
        .put("reason", standing.reason())
        .put("what_to_do", Json.strings(standing.whatToDo()))
        .build();
  }

  private static Json holder(Holder holder) {
    return Json.object()
        .put("epoch", holder.term().epoch())
        .put("holder", holder.term().holder())
        .put("since", holder.since().toString())
        .build();
  }

  private static Json stepId(StepId id) {
    return Json.of(id.value());
  }

  private static Json step(StepRecord step) {
    Json.ObjectBuilder out =
        Json.object()
            .put("id", step.id().value())
            .put("state", step.state().text())
            .put("rounds", step.rounds())
            .put("note", step.note())
            .put("waiting", waiting(step.waiting()))
            .put("acts", list(step.acts(), RunJournalCodec::act));
    putTime(out, "started_at", step.startedAt());
    putTime(out, "ended_at", step.endedAt());
    return out.build();
  }

  private static Json waiting(@Nullable Waiting waiting) {
    Json.ObjectBuilder out = Json.object();
    if (waiting != null) {
      out.put("what", waiting.what())
          .put("reason", waiting.reason())
          .put("since", waiting.since().toString())
          .put("deadline", waiting.deadline().toString());
    }
    return out.build();
  }

  private static Json act(ActRecord record) {
    Act act = record.act();
    Json.ObjectBuilder out =
        Json.object()
            .put("act", act.name())
            .put("host", act.host())
            .put("arguments", Json.strings(act.arguments()))
            .put("attempt", record.attempt())
            .put("request_id", record.requestId())
            .put("epoch", record.epoch())
            .put("round", record.round())
            .put("state", record.state().text())
            .put("intended_at", record.intendedAt().toString())
            .put("tries", record.tries())
            .put("note", record.note())
            .put("failure", failure(record.failure()))
            .put("facts", Json.strings(record.facts()));
    putTime(out, "tried_at", record.triedAt());
    putTime(out, "ended_at", record.endedAt());
    return out.build();
  }

  private static Json failure(@Nullable ActFailure failure) {
    Json.ObjectBuilder out = Json.object();
    if (failure != null) {
      out.put("code", failure.code())
          .put("message", failure.message())
          .put("what_to_do", failure.whatToDo())
          .put("next", failure.next().text());
    }
    return out.build();
  }

  private static void putTime(Json.ObjectBuilder out, String name, @Nullable Instant time) {
    if (time != null) {
      out.put(name, time.toString());
    }
  }

  private static Json word(@Nullable OperatorWord word) {
    Json.ObjectBuilder out = Json.object();
    if (word != null) {
      out.put("by", word.by()).put("reason", word.reason()).put("at", word.at().toString());
    }
    return out.build();
  }

  private static Json revocation(RunRevocation revocation) {
    return Json.object()
        .put("document", revocation.document())
        .put("hosts", list(revocation.hosts().entrySet(), it -> at(it.getKey(), it.getValue())))
        .build();
  }

  private static Json at(String host, RunRevocation.Delivery delivery) {
    return Json.object()
        .put("host", host)
        .put("state", delivery.state().text())
        .put("since", delivery.since().toString())
        .put("attempt", delivery.attempt())
        .put("code", delivery.code())
        .put("reason", delivery.reason())
        .put("what_to_do", delivery.whatToDo())
        .build();
  }

  private static <T> Json list(Collection<T> values, Function<T, Json> each) {
    return new Json.Arr(values.stream().map(each).toList());
  }
}
