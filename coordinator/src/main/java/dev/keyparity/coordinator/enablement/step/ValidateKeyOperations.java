package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.wording.Counted;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Proves by use that every host holds the key: the probe key is made once if it is not there,
 * rolled nowhere but here, and never deleted; a data key made on each host under the fresh version
 * is decrypted on each other; then every version of every key is asked of every host once more.
 */
final class ValidateKeyOperations implements Step<World> {
  static final String PAIRS = "pairs";
  static final String OK = "ok";
  static final String FAILURES = "failures";

  @Override
  public StepId id() {
    return StepIds.VALIDATE_KEY_OPERATIONS;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    if (!context.record().isDone(Acts.CREATE_PROBE, Act.SERVICE)) {
      return Decision.perform(Act.of(Acts.CREATE_PROBE, Act.SERVICE));
    }
    Optional<ActRecord> roll = inThisRound(context, Acts.ROLL_PROBE);
    if (roll.isEmpty()) {
      return Decision.perform(Act.of(Acts.ROLL_PROBE, Act.SERVICE));
    }
    Optional<ActRecord> matrix = inThisRound(context, Acts.MATRIX);
    if (matrix.isEmpty()) {
      String fresh = roll.get().facts().getOrDefault("version", "");
      return Decision.perform(Act.of(Acts.MATRIX, Act.SERVICE, Map.of("fresh", fresh)));
    }
    Optional<ActRecord> survey = inThisRound(context, Acts.SURVEY);
    return survey.isEmpty()
        ? Decision.perform(Act.of(Acts.SURVEY, Act.SERVICE))
        : judged(matrix.get(), survey.get());
  }

  /** A resume proves anew: what was wrong may be mended. */
  private static Optional<ActRecord> inThisRound(StepContext<World> context, String act) {
    return context
        .record()
        .done(act, Act.SERVICE)
        .filter(it -> it.round() == context.record().rounds());
  }

  private static Decision judged(ActRecord matrix, ActRecord survey) {
    String pairs = matrix.facts().getOrDefault(PAIRS, "0");
    String ok = matrix.facts().getOrDefault(OK, "0");
    if (!ok.equals(pairs) || pairs.equals("0")) {
      return Decision.blocked(
          "decrypt-matrix",
          "%s of %s pairs decrypt: %s"
              .formatted(ok, pairs, matrix.facts().getOrDefault(FAILURES, "")),
          "keyparity validate shows each pair; mend the cause, then: keyparity run resume");
    }
    SurveyFacts surveyed = SurveyFacts.in(survey.facts());
    if (!surveyed.isComplete() || surveyed.openedByAll() < surveyed.versions()) {
      return Decision.blocked(
          "not-open-on-all",
          "%d of %d key versions open on every host; at risk: %s"
              .formatted(
                  surveyed.openedByAll(),
                  surveyed.versions(),
                  VersionRanges.format(surveyed.atRisk())),
          "keyparity survey shows each host; a version that is lost for ever: keyparity key forget",
          "then: keyparity run resume");
    }
    TreeMap<String, String> facts = new TreeMap<>(survey.facts());
    facts.put("matrix.pairs", pairs);
    facts.put("matrix.ok", ok);
    return Decision.done(
        "%s of %s pairs decrypt; %s open on every host%s"
            .formatted(
                ok,
                pairs,
                Counted.of(surveyed.openedByAll(), "key version"),
                Counted.besides(surveyed.givenUp())),
        facts);
  }

  @Override
  public String undo() {
    return "none: the probe key stays, it is used again";
  }
}
