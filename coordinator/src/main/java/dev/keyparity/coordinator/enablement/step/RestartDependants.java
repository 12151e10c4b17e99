package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import java.util.List;

/**
 * Runs the restarts that each dependant's agent declares by name, one after the other. The plan
 * holds before it for an operator's explicit go.
 */
final class RestartDependants implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.RESTART_CLUSTER;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    List<ServiceSpec.Dependant> dependants = context.world().spec().dependants();
    if (dependants.isEmpty()) {
      return Decision.skipped("no dependants declared in the service file");
    }
    for (ServiceSpec.Dependant dependant : dependants) {
      Act act = Acts.runDependant(dependant);
      if (!context.record().isDone(act.name(), act.host())) {
        return Decision.perform(act);
      }
    }
    return Decision.done("%d dependants restarted".formatted(dependants.size()));
  }

  @Override
  public String undo() {
    return "none: a restart is not undone";
  }
}
