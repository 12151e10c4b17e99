package dev.keyparity.coordinator.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A run in one sentence: the log line, the status line and what tests assert. Pure. */
final class Sentence {
  private Sentence() {}

  static String of(RunJournal journal, Instant now) {
    return switch (journal.state()) {
      case DONE -> "done in " + span(journal.startedAt(), journal.standing().since());
      case ABORTED, BLOCKED, FAILED, PAUSED ->
          journal.state().text() + at(journal) + ": " + journal.standing().reason();
      case RUNNING, WAITING -> wish(journal) + moving(journal, now);
    };
  }

  private static String at(RunJournal journal) {
    return journal.current().map(step -> " at " + step.id()).orElse("");
  }

  /** A pause or an abort that has not taken effect yet. */
  private static String wish(RunJournal journal) {
    if (journal.abort() != null) {
      return "aborting; first ";
    }
    return journal.pause() != null ? "pausing; first " : "";
  }

  private static String moving(RunJournal journal, Instant now) {
    StepRecord step = journal.current().orElseThrow();
    Waiting waiting = step.waiting();
    if (waiting != null) {
      return "%s waits: %s (%s of %s)"
          .formatted(
              step.id(),
              waiting.reason(),
              span(waiting.since(), now),
              span(waiting.since(), waiting.deadline()));
    }
    List<ActRecord> open = step.openActs();
    if (open.isEmpty()) {
      return step.id().toString();
    }
    return open.stream()
        .map(record -> record.act() + (record.attempt() > 1 ? " again" : ""))
        .collect(Collectors.joining(", ", step.id() + ": ", ""));
  }

  private static String span(Instant from, Instant to) {
    long seconds = Math.max(0, Duration.between(from, to).toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
