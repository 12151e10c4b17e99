package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.wording.Counted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Writes the settings that the plan names for a step, on all hosts side by side. */
final class SettingWrites {
  private SettingWrites() {}

  static Decision decide(StepContext<World> context, StepId step, String effect) {
    List<SettingPlan> changes = context.world().approved().plan().settingsOf(step);
    if (changes.isEmpty()) {
      return Decision.done("set already on all hosts");
    }
    LinkedHashMap<String, List<SettingPlan>> byFile = new LinkedHashMap<>();
    for (SettingPlan change : changes) {
      byFile
          .computeIfAbsent(change.host() + "/" + change.file(), it -> new ArrayList<>())
          .add(change);
    }
    List<Act> next =
        byFile.values().stream()
            .map(Acts::writeSettings)
            .filter(act -> !context.record().isDone(act.name(), act.host()))
            .toList();
    long hosts = changes.stream().map(SettingPlan::host).distinct().count();
    return next.isEmpty()
        ? Decision.done(
            "%s set on %s: %s"
                .formatted(
                    Counted.of(changes.size(), "property"), Counted.of(hosts, "host"), effect))
        : new Decision.Perform(next);
  }
}
