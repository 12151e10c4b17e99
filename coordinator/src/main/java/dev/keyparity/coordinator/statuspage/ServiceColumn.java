package dev.keyparity.coordinator.statuspage;

import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Headline;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import java.time.Instant;
import java.util.Locale;

/** One service: the answer, then what it rests on, then what happened. Pure. */
final class ServiceColumn {
  private static final String WHEN = "When";
  private static final String GRAVE = "How grave";
  private static final String WHAT = "What happened";

  private final String anchor;
  private final Sheet.Service sheet;
  private final ServiceStatus status;
  private final Times times;

  ServiceColumn(int number, Sheet.Service sheet, Times times) {
    this.anchor = "s" + number;
    this.sheet = sheet;
    this.status = sheet.status();
    this.times = times;
  }

  Html html() {
    Headline answer = Headline.of(status, times);
    Html column =
        Html.of("section")
            .with("aria-labelledby", anchor)
            .add(
                Html.of("h2", status.getService()).with("id", anchor),
                Html.of("p")
                    .with("class", "answer " + answer.tone().name().toLowerCase(Locale.ROOT))
                    .add(Words.toned(answer.tone(), answer.word()))
                    .text(" " + Fingerprints.abbreviated(answer.sentence())));
    if (!sheet.isRead()) {
      column.add(Words.none("What is on record of it is being read; some of it lacks below."));
    }
    if (status.hasPaused()) {
      column.add(paused(status.getPaused()));
    }
    column.add(Advice.of("What to do", status.getWhatToDoList()));
    column.add(SanctionedList.of(status.getChangesList(), times));
    column.add(HostTable.of(status, times));
    matrix(column);
    column.add(survey());
    if (sheet.runOrNull() != null) {
      column.add(new RunSteps(anchor, sheet.runOrNull(), times).html());
    } else if (sheet.isRead()) {
      column.add(Words.none("No run yet."));
    }
    return column.add(events());
  }

  private Html paused(Paused paused) {
    Instant since = Times.ofMillis(paused.getSinceMs());
    return Html.of("p")
        .add(Words.toned(Tone.WARN, "Enforcement is paused"))
        .text(" by %s since ".formatted(paused.getBy()))
        .add(Words.time(since, times.dayAndMinute(since)))
        .text(" (%s): %s".formatted(Times.age(times.since(since)), paused.getReason()));
  }

  private void matrix(Html column) {
    if (sheet.matrixOrNull() != null) {
      column.add(MatrixGrid.of(anchor, sheet.matrixOrNull(), status.getHostsList(), times));
    } else {
      column.add(Words.none(notYet("Decrypt matrix")));
    }
  }

  private Html survey() {
    if (!status.hasSurvey()) {
      return Words.none(notYet("Survey"));
    }
    SurveyStatus survey = status.getSurvey();
    int expected = survey.getVersions() - survey.getGivenUp();
    boolean all = survey.getOpenedByAll() >= expected;
    return Html.of("p", "Survey of " + Counted.of(expected, "key version"))
        .text(Counted.besides(survey.getGivenUp()))
        .text(": ")
        .add(
            all
                ? Words.toned(Tone.PLAIN, "all open on all")
                : Words.toned(
                    Tone.BAD, "%d of %d open on all".formatted(survey.getOpenedByAll(), expected)))
        .text(", ")
        .add(Words.asOf(survey.getAtMs(), times));
  }

  private String notYet(String what) {
    return what + (sheet.isRead() ? ": not taken yet." : ": being read.");
  }

  private Html events() {
    if (status.getEventsCount() == 0) {
      return Words.none(sheet.isRead() ? "No events so far." : "Events: being read.");
    }
    Html body = Html.of("tbody");
    status.getEventsList().forEach(event -> body.add(event(event)));
    return Html.of("table")
        .with("class", "rows events")
        .add(Html.of("caption", "Last events"), Words.columns(WHEN, GRAVE, WHAT), body);
  }

  private Html event(Event event) {
    Instant at = Times.ofMillis(event.getAtMs());
    Tone tone =
        switch (event.getSeverity()) {
          case "info" -> Tone.PLAIN;
          case "warning" -> Tone.WARN;
          default -> Tone.BAD;
        };
    return Html.of("tr")
        .add(
            Words.cell(WHEN).add(Words.time(at, times.second(at))),
            Words.cell(GRAVE).add(Words.toned(tone, event.getSeverity())),
            Words.cell(WHAT, Fingerprints.abbreviated(event.getMessage())));
  }
}
