package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.parity.Reported;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import java.util.List;
import java.util.TreeMap;

/** Journals of a run that is started at noon and has two steps. */
final class Runs {
  static final String ONE = "0f3a91c2d4e5-8c1f";
  static final String TWO = "0f3a91c2d4e5-8c20";

  private Runs() {}

  static RunJournal of(String run, RunState state, StepState backup, StepState divergence) {
    return new RunJournal(
        new RunId(run),
        Reported.SERVICE,
        "enable",
        List.of(new RunJournal.PlanRef("plan", "00")),
        "alice",
        Reported.NOON,
        state.isTerminal() ? Reported.NOON : null,
        new RunJournal.Standing(state, Reported.NOON, "", "", List.of()),
        List.of(step("backup", backup), step("divergence", divergence)),
        List.of(),
        null,
        null,
        null,
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static StepRecord step(String id, StepState state) {
    return new StepRecord(new StepId(id), state, 1, Reported.NOON, null, "", null, List.of());
  }
}
