package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Document;
import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.Blocked;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.HostRevocation;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.wording.Times;
import java.time.Duration;

/** A run as {@code keyparity.run-view/1}. */
final class RunDocument {
  static final String SCHEMA = "keyparity.run-view/1";

  private RunDocument() {}

  static Document of(Run run) {
    return Document.schema(SCHEMA)
        .put("id", run.getId())
        .put("service", run.getService())
        .put("kind", run.getKind())
        .put("state", run.getState())
        .put("started_by", run.getStartedBy())
        .put("started_at", time(run.getStartedAtMs()))
        .put("ended_at", time(run.getEndedAtMs()))
        .put("sentence", run.getSentence())
        .put("warnings", Document.texts(run.getWarningsList()))
        .put("steps", Document.items(run.getStepsList(), RunDocument::step))
        .put("blocked", run.hasBlocked() ? blocked(run.getBlocked()) : Document.NOTHING)
        .put("holders", Document.texts(run.getHoldersList()))
        .put("revocations", Document.items(run.getRevocationsList(), RunDocument::revocation))
        .build();
  }

  /** The line of a run in a list. */
  static Document brief(Run run) {
    return Document.fields()
        .put("id", run.getId())
        .put("service", run.getService())
        .put("kind", run.getKind())
        .put("state", run.getState())
        .put("step", Runs.currentStep(run).map(Step::getId).orElse(null))
        .put("started_by", run.getStartedBy())
        .put("started_at", time(run.getStartedAtMs()))
        .put("ended_at", time(run.getEndedAtMs()))
        .build();
  }

  private static Document step(Step step) {
    return Document.fields()
        .put("id", step.getId())
        .put("state", step.getState())
        .put("attempts", step.getAttempts())
        .put("started_at", time(step.getStartedAtMs()))
        .put("ended_at", time(step.getEndedAtMs()))
        .put("duration_ms", duration(step.getStartedAtMs(), step.getEndedAtMs()))
        .put("deadline_at", time(step.getDeadlineAtMs()))
        .put("reason", orNull(step.getReason()))
        .put("summary", orNull(step.getSummary()))
        .put("acts", Document.items(step.getActsList(), RunDocument::act))
        .build();
  }

  private static Document act(Act act) {
    return Document.fields()
        .put("name", act.getName())
        .put("host", act.getHost())
        .put("state", act.getState())
        .put("attempt", act.getAttempt())
        .put("request_id", act.getRequestId())
        .put("epoch", act.getEpoch())
        .put("receipt", orNull(act.getReceipt()))
        .put("intended_at", time(act.getIntendedAtMs()))
        .put("ended_at", time(act.getEndedAtMs()))
        .build();
  }

  private static Document blocked(Blocked blocked) {
    return Document.fields()
        .put("reason", blocked.getReason())
        .put("explanation", blocked.getExplanation())
        .put("done_so_far", blocked.getDoneSoFar())
        .put("what_to_do", Document.texts(blocked.getWhatToDoList()))
        .put("hosts", Document.items(blocked.getHostsList(), RunDocument::host))
        .build();
  }

  private static Document host(HostKeys host) {
    return Document.fields()
        .put("host", host.getHost())
        .put("fingerprints", Document.texts(host.getFingerprintsList()))
        .put("opens", host.getOpens())
        .put("of", host.getOf())
        .put("only_here", Document.texts(host.getOnlyHereList()))
        .put("only_probe", host.getOnlyProbe())
        .build();
  }

  private static Document revocation(HostRevocation at) {
    return Document.fields()
        .put("host", at.getHost())
        .put("state", at.getState())
        .put("since", time(at.getSinceMs()))
        .put("reason", orNull(at.getReason()))
        .put("what_to_do", orNull(at.getWhatToDo()))
        .build();
  }

  private static Document time(long millis) {
    return millis == 0 ? Document.NOTHING : Document.time(Times.ofMillis(millis));
  }

  private static Document duration(long from, long to) {
    return from == 0 || to == 0
        ? Document.NOTHING
        : new Document.Whole(Duration.ofMillis(to - from).toMillis());
  }

  private static Document orNull(String text) {
    return text.isEmpty() ? Document.NOTHING : Document.text(text);
  }
}
