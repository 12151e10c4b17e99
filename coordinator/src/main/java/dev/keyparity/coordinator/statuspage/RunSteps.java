package dev.keyparity.coordinator.statuspage;

import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.Blocked;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A run as a vertical list of its steps, the present one open. Pure. */
final class RunSteps {
  private static final String KEY = "Key";
  private static final String OPENS = "Opens";
  private static final String ONLY = "Only this host opens";

  private static final Set<String> ENDED = Set.of("done", "aborted");
  private static final Set<String> PRESENT = Set.of("running", "waiting", "blocked", "failed");

  /** A list of hundreds hides what is beside it; keyparity run show has them all. */
  private static final int MOST_NAMED = 12;

  private final String anchor;
  private final Run run;
  private final Times times;

  /**
   * @param anchor begins the ids of elements, so that a browser knows them again
   */
  RunSteps(String anchor, Run run, Times times) {
    this.anchor = anchor;
    this.run = run;
    this.times = times;
  }

  List<Html> html() {
    List<Html> parts = new ArrayList<>();
    boolean ended = ENDED.contains(run.getState());
    Instant started = Times.ofMillis(run.getStartedAtMs());
    parts.add(
        Html.of("h3", ended ? "Last run " : "Run ")
            .add(Html.of("code", run.getId()))
            .text(" (%s) ".formatted(run.getKind()))
            .add(Words.toned(tone(run.getState()), shown(run.getState()))));
    parts.add(
        Html.of("p", "started by %s at ".formatted(run.getStartedBy()))
            .add(Words.time(started, times.dayAndMinute(started)))
            .text((ended ? ", took " : ", for ") + took(run.getStartedAtMs(), run.getEndedAtMs())));
    if (!ended && !run.getSentence().isEmpty()) {
      parts.add(Html.of("p", run.getSentence()));
    }
    if (run.hasBlocked()) {
      parts.addAll(blocked(run.getBlocked()));
    }
    Html list = Html.of("ol").with("class", "steps");
    run.getStepsList().forEach(step -> list.add(step(step)));
    parts.add(
        ended
            ? Html.of("details")
                .with("id", anchor + "-steps")
                .add(Html.of("summary", "its steps"), list)
            : list);
    return parts;
  }

  private Html step(Step step) {
    Html head =
        Html.of("summary")
            .add(Html.of("code", step.getId()))
            .text(" ")
            .add(Words.toned(tone(step.getState()), shown(step.getState())))
            .text(took(step));
    Html details = Html.of("details").with("id", anchor + "-" + step.getId()).add(head);
    if (PRESENT.contains(step.getState())) {
      details.with("open");
    }
    String said = step.getReason().isEmpty() ? step.getSummary() : step.getReason();
    if (!said.isEmpty()) {
      details.add(Html.of("p", said));
    }
    if (step.getAttempts() > 1) {
      details.add(Html.of("p", "attempt " + step.getAttempts()));
    }
    if (step.getDeadlineAtMs() != 0 && PRESENT.contains(step.getState())) {
      Instant deadline = Times.ofMillis(step.getDeadlineAtMs());
      details.add(Html.of("p", "deadline ").add(Words.time(deadline, times.second(deadline))));
    }
    if (step.getActsCount() > 0) {
      Html acts = Html.of("ul");
      step.getActsList().forEach(act -> acts.add(act(act)));
      details.add(acts);
    }
    return Html.of("li")
        .with("class", step.getState().equals("pending") ? "pending" : "")
        .add(details);
  }

  private static Html act(Act act) {
    Html line =
        Html.of("li", "%s on %s: %s".formatted(act.getName(), act.getHost(), act.getState()));
    if (act.getAttempt() > 1) {
      line.text(", attempt " + act.getAttempt());
    }
    return act.getReceipt().isEmpty() ? line : line.text(", " + act.getReceipt());
  }

  private static List<Html> blocked(Blocked blocked) {
    List<Html> parts = new ArrayList<>();
    if (!blocked.getDoneSoFar().isEmpty()) {
      parts.add(Html.of("p", blocked.getDoneSoFar()));
    }
    if (blocked.getHostsCount() > 0) {
      Html body = Html.of("tbody");
      blocked.getHostsList().forEach(host -> body.add(keys(host)));
      parts.add(
          Html.of("table")
              .with("class", "rows")
              .add(
                  Html.of("caption", "Who holds what"),
                  Words.columns("Host", KEY, OPENS, ONLY),
                  body));
    }
    parts.addAll(Advice.of("What the run needs", blocked.getWhatToDoList()));
    return parts;
  }

  private static Html keys(HostKeys host) {
    Html only = Words.cell(ONLY);
    if (host.getOnlyHereCount() == 0) {
      only.text("none");
    } else {
      Tone tone = host.getOnlyProbe() ? Tone.PLAIN : Tone.BAD;
      only.add(Words.toned(tone, named(host.getOnlyHereList())));
    }
    return Html.of("tr")
        .add(
            Words.host(host.getHost()),
            Words.cell(KEY).add(Html.of("code", Fingerprints.brief(host.getFingerprintsList()))),
            Words.cell(OPENS, "%d of %d".formatted(host.getOpens(), host.getOf())),
            only);
  }

  private static String named(List<String> versions) {
    int more = versions.size() - MOST_NAMED;
    return more <= 0
        ? String.join(", ", versions)
        : "%s and %d more".formatted(String.join(", ", versions.subList(0, MOST_NAMED)), more);
  }

  private String took(Step step) {
    boolean rests = step.getStartedAtMs() == 0 || step.getState().equals("skipped");
    return rests ? "" : " " + took(step.getStartedAtMs(), step.getEndedAtMs());
  }

  private String took(long from, long to) {
    return Times.elapsed(
        to == 0 ? times.since(Times.ofMillis(from)) : Duration.ofMillis(Math.max(0, to - from)));
  }

  private static String shown(String state) {
    return PRESENT.contains(state) || state.equals("paused")
        ? state.toUpperCase(Locale.ROOT)
        : state;
  }

  private static Tone tone(String state) {
    return switch (state) {
      case "done" -> Tone.GOOD;
      case "blocked", "failed" -> Tone.BAD;
      case "waiting", "paused", "aborted" -> Tone.WARN;
      default -> Tone.PLAIN;
    };
  }
}
