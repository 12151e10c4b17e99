package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.wording.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A step of a run as a line. Pure. */
final class StepLine {
  private static final int NAME_WIDTH = 24;

  private StepLine() {}

  /**
   * As it stands in a list of steps.
   *
   * @param until where the time of a step without an end is counted to
   */
  static List<String> of(Step step, Instant until, Page page) {
    String head = " " + mark(step) + " " + Table.padded(step.getId(), NAME_WIDTH) + " ";
    List<String> parts = new ArrayList<>();
    if (!words(step).isEmpty()) {
      parts.add(words(step));
    }
    if (step.getAttempts() > 1) {
      parts.add("attempt " + step.getAttempts());
    }
    if (step.getStartedAtMs() != 0 && !step.getState().equals("skipped")) {
      parts.add(Times.elapsed(Runs.took(step, until)));
    }
    String text = String.join(", ", parts);
    return text.isEmpty()
        ? List.of(head.stripTrailing())
        : Wrap.lines(head, text, " ".repeat(NAME_WIDTH + 4), page.width());
  }

  /** As it is while it goes on; the caller shows it anew each second. */
  static String live(Step step, String sentence, Page page) {
    Instant now = page.times().now();
    String words = step.getReason().isEmpty() ? sentence : step.getReason();
    StringBuilder line = new StringBuilder();
    line.append(" ▸ ").append(Table.padded(step.getId(), NAME_WIDTH)).append(' ').append(words);
    line.append(" … ").append(Times.age(Runs.took(step, now)));
    if (step.getDeadlineAtMs() != 0) {
      Duration left = Duration.between(now, Times.ofMillis(step.getDeadlineAtMs()));
      line.append(left.isNegative() ? " (overdue)" : " (deadline in " + Times.age(left) + ")");
    }
    return line.toString();
  }

  private static String mark(Step step) {
    return switch (step.getState()) {
      case "done" -> Ink.GOOD.of("✓");
      case "skipped" -> "-";
      case "running", "waiting" -> "▸";
      case "blocked", "failed" -> Ink.BAD.of("✗");
      default -> " ";
    };
  }

  private static String words(Step step) {
    return switch (step.getState()) {
      case "done" -> step.getSummary();
      case "skipped" -> "skipped: " + step.getReason();
      case "blocked", "failed" -> Ink.BAD.of(step.getState()) + ": " + step.getReason();
      case "pending" -> "";
      default -> step.getReason().isEmpty() ? step.getSummary() : step.getReason();
    };
  }
}
