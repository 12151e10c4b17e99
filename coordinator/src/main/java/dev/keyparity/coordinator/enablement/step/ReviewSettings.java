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

/**
 * Compares authorization code, organization and servers on all hosts; a secret only as equal or
 * not, keytrustee.conf only as opaque bytes. Signing the plan confirmed them.
 */
final class ReviewSettings implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.REVIEW_SETTINGS;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    Optional<ActRecord> compared = context.record().done(Acts.COMPARE_SETTINGS, Act.SERVICE);
    boolean fresh = compared.filter(act -> act.round() == context.record().rounds()).isPresent();
    if (!fresh) {
      return Decision.perform(Act.of(Acts.COMPARE_SETTINGS, Act.SERVICE));
    }
    Optional<Decision.Block> differ = SettingDifferences.of(context.record());
    return differ.isPresent()
        ? differ.get()
        : Decision.done(
            compared.map(ActRecord::note).orElse(""), compared.map(ActRecord::facts).orElseThrow());
  }

  @Override
  public String undo() {
    return "nothing to undo: it only reads";
  }
}
