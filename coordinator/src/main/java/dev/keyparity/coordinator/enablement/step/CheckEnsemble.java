package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import java.util.Optional;

/** Checks that the ZooKeeper ensemble of the KMS answers and has a quorum. */
final class CheckEnsemble implements Step<World> {
  static final String NOT_DECLARED =
      "no zookeeper declared in the service file: hosts will not share cookies and delegation"
          + " tokens";

  @Override
  public StepId id() {
    return StepIds.ZOOKEEPER_READY;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    if (context.world().spec().zookeeper().isEmpty()) {
      return Decision.skipped(NOT_DECLARED);
    }
    Optional<ActRecord> checked = context.record().done(Acts.CHECK_ENSEMBLE, Act.SERVICE);
    return checked
        .map(act -> Decision.done(act.note()))
        .orElseGet(() -> Decision.perform(Act.of(Acts.CHECK_ENSEMBLE, Act.SERVICE)));
  }

  @Override
  public String undo() {
    return "nothing to undo: it only asks";
  }
}
