package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.console.Page;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person how a run goes on: one line for each step that is over, on a terminal a live one
 * below for the step it is at, and a line where another coordinator took over. Confined to one
 * thread.
 */
final class Progress {
  private static final String DETACH = "      Ctrl-C leaves; the run goes on";

  private final Console console;
  private final Page page;
  private final Set<String> told = new HashSet<>();
  private List<String> holders = List.of();
  private @Nullable Run last;

  Progress(Console console, Page page) {
    this.console = console;
    this.page = page;
  }

  /** Takes in the run as it is now. */
  void update(Run run) {
    for (Step step : run.getStepsList()) {
      if (Runs.isOver(step) && told.add(step.getId())) {
        StepLine.of(step, page.times().now(), page).forEach(console::say);
      }
    }
    tellHolder(run);
    last = run;
    tick();
  }

  /** Shows the time go by. */
  void tick() {
    Run run = last;
    if (run == null || !Runs.goesOn(run)) {
      return;
    }
    Optional<Step> step = Runs.currentStep(run);
    if (step.isPresent()) {
      console.live(StepLine.live(step.get(), run.getSentence(), page) + DETACH);
    }
  }

  /** Shows that no leader is heard. */
  void searching() {
    console.live(" ▸ no leader answers; looking for the next one" + DETACH);
  }

  private void tellHolder(Run run) {
    List<String> now = run.getHoldersList();
    if (!holders.isEmpty() && now.size() > holders.size()) {
      console.say(
          " · %s goes on with the run (%s before)"
              .formatted(now.get(now.size() - 1), holders.get(holders.size() - 1)));
    }
    holders = new ArrayList<>(now);
  }
}
