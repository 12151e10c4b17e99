package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.wording.Counted;
import java.util.Optional;

/** Asks each host, directly, which version of every key it can open. Read-only. */
final class SurveyKeyVersions implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.SURVEY;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    Optional<ActRecord> survey = context.record().done(Acts.SURVEY, Act.SERVICE);
    if (survey.isEmpty()) {
      return Decision.perform(Act.of(Acts.SURVEY, Act.SERVICE));
    }
    SurveyFacts facts = SurveyFacts.in(survey.get().facts());
    return Decision.done(
        "%s, %d open on all hosts, %d at risk%s"
            .formatted(
                Counted.of(facts.versions(), "key version"),
                facts.openedByAll(),
                facts.atRisk().size(),
                Counted.besides(facts.givenUp())),
        survey.get().facts());
  }

  @Override
  public String undo() {
    return "nothing to undo: it only asks";
  }
}
