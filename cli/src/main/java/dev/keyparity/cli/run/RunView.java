package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A run: how it stands, then (unless they were shown as they went by) its steps, then what an
 * operator must do.
 *
 * @param withSteps whether people are shown the steps; programs always are
 */
public record RunView(Run run, boolean withSteps) implements View {

  @Override
  public Document document() {
    return RunDocument.of(run);
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>(headline(page));
    if (withSteps && run.getStepsCount() > 0) {
      lines.add("");
      Instant until = Runs.until(run, page.times().now());
      run.getStepsList().forEach(step -> lines.addAll(StepLine.of(step, until, page)));
    }
    if (run.getWarningsCount() > 0) {
      lines.add("");
      run.getWarningsList()
          .forEach(
              warning ->
                  lines.addAll(
                      Wrap.lines(" " + Ink.WARN.of("!") + " ", warning, "   ", page.width())));
    }
    if (run.hasBlocked()) {
      lines.addAll(BlockedLines.of(run.getBlocked(), sentence(page), page));
    }
    List<String> revocations = RevocationLines.of(run, page);
    if (!revocations.isEmpty()) {
      lines.add("");
      lines.addAll(revocations);
    }
    List<String> advice = advice();
    if (!advice.isEmpty()) {
      lines.add("");
      advice.forEach(line -> lines.addAll(Wrap.advice("  ", line, "  ", page.width())));
    }
    return lines;
  }

  private List<String> headline(Page page) {
    String step = Runs.currentStep(run).map(Step::getId).orElse("");
    String state = run.getState();
    String word = ink(state).of(state.toUpperCase(Locale.ROOT));
    String at = step.isEmpty() || state.equals("done") ? "" : " at " + step;
    String head = "%s%s (%s run %s)   ".formatted(word, at, run.getKind(), run.getId());
    return Wrap.items(List.of(head.stripTrailing(), sentence(page)), "   ", page.width()).stream()
        .flatMap(
            line ->
                Ink.width(line) <= page.width()
                    ? Stream.of(line)
                    : Wrap.lines("", line, "  ", page.width()).stream())
        .toList();
  }

  private String sentence(Page page) {
    String took = Times.elapsed(Runs.took(run, page.times().now()));
    String started =
        page.times().second(Times.ofMillis(run.getStartedAtMs()))
            + " "
            + page.times().zone(Times.ofMillis(run.getStartedAtMs()));
    return switch (run.getState()) {
      case "done" ->
          "%s, started %s by %s, took %s"
              .formatted(run.getService(), started, run.getStartedBy(), took);
      default -> standing();
    };
  }

  /** First of all whether harm was done; why it stands still is explained below. */
  private String standing() {
    if (!run.getBlocked().getDoneSoFar().isEmpty()) {
      return run.getBlocked().getDoneSoFar();
    }
    return run.getSentence().isEmpty() ? run.getService() : withoutState(run.getSentence());
  }

  /** The state and the step are in the head already. */
  private String withoutState(String sentence) {
    String said =
        run.getState() + Runs.currentStep(run).map(step -> " at " + step.getId()).orElse("") + ": ";
    return sentence.startsWith(said) ? sentence.substring(said.length()) : sentence;
  }

  private static Ink ink(String state) {
    return switch (state) {
      case "done" -> Ink.GOOD;
      case "blocked", "failed" -> Ink.BAD;
      case "paused", "aborted" -> Ink.WARN;
      default -> Ink.STRONG;
    };
  }

  private List<String> advice() {
    String id = run.getId();
    return switch (run.getState()) {
      case "paused" ->
          List.of(
              "keyparity run resume " + id + "   goes on",
              "keyparity run abort " + id + " --reason …   ends it");
      case "failed" ->
          List.of(
              "keyparity run resume " + id + "   tries the step again",
              "keyparity run abort " + id + " --reason …   ends it");
      case "done" -> List.of("keyparity status " + run.getService());
      default -> List.of();
    };
  }
}
