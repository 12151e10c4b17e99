package dev.keyparity.coordinator.telemetry;

import static dev.keyparity.coordinator.workflow.StepState.BLOCKED;
import static dev.keyparity.coordinator.workflow.StepState.DONE;
import static dev.keyparity.coordinator.workflow.StepState.FAILED;
import static dev.keyparity.coordinator.workflow.StepState.PENDING;
import static dev.keyparity.coordinator.workflow.StepState.RUNNING;
import static dev.keyparity.coordinator.workflow.StepState.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepResultsTest {
  private final List<String> counted = new ArrayList<>();
  private final StepResults results = new StepResults(counted::add);

  private void written(String run, StepState backup, StepState divergence) {
    results.accept(Runs.of(run, RunState.RUNNING, backup, divergence));
  }

  @Test
  void steps_eachResult_onceForEachTimeItCameToIt() {
    written(Runs.ONE, PENDING, PENDING);
    written(Runs.ONE, RUNNING, PENDING);
    written(Runs.ONE, FAILED, PENDING);
    written(Runs.ONE, FAILED, PENDING);
    written(Runs.ONE, RUNNING, PENDING);
    written(Runs.ONE, DONE, BLOCKED);
    written(Runs.ONE, DONE, SKIPPED);

    assertThat(counted).containsExactly("failed", "done", "blocked", "skipped");
  }

  @Test
  void runThatAnotherLeaderDrove_whatStandsInItsFirstJournal_isNotCountedAgain() {
    written(Runs.ONE, DONE, RUNNING);
    written(Runs.ONE, DONE, DONE);
    written(Runs.TWO, SKIPPED, BLOCKED);

    assertThat(counted).containsExactly("done");
  }
}
