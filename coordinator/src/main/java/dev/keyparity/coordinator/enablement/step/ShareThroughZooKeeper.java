package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;

/**
 * Sets the properties of kms-site.xml that make hosts share cookies and delegation tokens. They
 * take effect at each host's next start in this run: every host has one, in synchronize-key or in
 * restart-kms.
 */
final class ShareThroughZooKeeper implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.ZOOKEEPER_DEPENDENCY;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    return context.world().spec().zookeeper().isEmpty()
        ? Decision.skipped(CheckEnsemble.NOT_DECLARED)
        : SettingWrites.decide(context, id(), "takes effect at each host's next start in this run");
  }

  @Override
  public String undo() {
    return "each file is kept as it was beside the new one: the receipt names it";
  }
}
