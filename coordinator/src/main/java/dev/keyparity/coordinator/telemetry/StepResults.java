package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts what steps come to, from journal to journal of one run. The first journal of a run that
 * this process sees counts nothing: what stands in it was counted by whoever wrote it. Thread-safe.
 */
final class StepResults implements Consumer<RunJournal> {
  private final Consumer<String> counter;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(RunId run, Map<StepId, StepState> steps) {
    static Seen of(RunJournal journal) {
      Map<StepId, StepState> steps = new HashMap<>();
      journal.steps().forEach(step -> steps.put(step.id(), step.state()));
      return new Seen(journal.run(), steps);
    }
  }

  /**
   * @param counter called with what a step came to
   */
  StepResults(Consumer<String> counter) {
    this.counter = counter;
  }

  @Override
  public synchronized void accept(RunJournal journal) {
    Seen before = seen.put(journal.service(), Seen.of(journal));
    if (before == null || !before.run().equals(journal.run())) {
      return;
    }
    for (StepRecord step : journal.steps()) {
      if (isResult(step.state()) && step.state() != before.steps().get(step.id())) {
        counter.accept(step.state().text());
      }
    }
  }

  private static boolean isResult(StepState state) {
    return switch (state) {
      case DONE, SKIPPED, BLOCKED, FAILED -> true;
      case PENDING, RUNNING, WAITING -> false;
    };
  }
}
