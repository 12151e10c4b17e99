package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;

/** Points the declared clients at all hosts: one property of each file, nothing else. */
final class DeployClientConfig implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.DEPLOY_CLIENT_CONFIG;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    if (world.spec().clients().isEmpty()) {
      return Decision.skipped("no clients declared in the service file");
    }
    if (!KmsSettings.canShareAddress(world.remaining())) {
      return Decision.blocked(
          "no-common-address",
          "the hosts' KMS differ in scheme, port or path: one client address cannot name them all",
          "let all KMS listen alike, then: keyparity run abort, and make a new plan");
    }
    return SettingWrites.decide(context, id(), KmsSettings.clientProvider(world.remaining()));
  }

  @Override
  public String undo() {
    return "each file is kept as it was beside the new one: the receipt names it";
  }
}
