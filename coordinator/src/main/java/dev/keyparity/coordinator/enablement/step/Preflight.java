package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.Warnings;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.readiness.Remark;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.wording.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Checks everything that can be checked before anything is touched. */
final class Preflight implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.PREFLIGHT;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<Decision> silence = Silence.of(world, world.hosts());
    if (silence.isPresent()) {
      return silence.get();
    }
    PreflightChecks checks = PreflightChecks.of(world);
    if (!checks.problems().isEmpty()) {
      return blocked(checks.problems());
    }
    // Only when nothing else is wrong: these ask the hosts and the ensemble something.
    List<Act> missing =
        questions(world).stream()
            .filter(act -> !context.record().isDone(act.name(), act.host()))
            .toList();
    if (!missing.isEmpty()) {
      return new Decision.Perform(missing);
    }
    Optional<Decision.Block> settings = SettingDifferences.of(context.record());
    if (settings.isPresent()) {
      return settings.get();
    }
    TreeMap<String, String> facts = new TreeMap<>();
    Warnings.put(facts, id(), checks.warnings());
    return Decision.done(
        Counted.of(checks.count(), "check")
            + ", "
            + Counted.of(checks.warnings().size(), "warning"),
        facts);
  }

  private static List<Act> questions(World world) {
    List<Act> questions = new ArrayList<>();
    questions.add(Act.of(Acts.COMPARE_SETTINGS, Act.SERVICE));
    if (world.plan().kind().writesSettings() && world.spec().zookeeper().isPresent()) {
      questions.add(Act.of(Acts.CHECK_ENSEMBLE, Act.SERVICE));
    }
    return questions;
  }

  private static Decision blocked(List<Remark> problems) {
    Remark first = problems.get(0);
    String more = problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1);
    List<String> ways =
        problems.stream()
            .flatMap(it -> it.whatToDo().stream().map(way -> it.message() + ": " + way))
            .distinct()
            .toList();
    TreeMap<String, String> facts = new TreeMap<>();
    List<String> all = new ArrayList<>(ways);
    all.add("then: keyparity run resume");
    return new Decision.Block(first.code(), first.message() + more, all, facts);
  }

  @Override
  public String undo() {
    return "nothing to undo: it only looks";
  }
}
