package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a host may leave without anything becoming unreadable for ever, by a survey of this very
 * step. Versions of the probe key that go with it are put on record as given up. Pure.
 */
record NothingLost(StepContext<World> context, Leaver leaver) {
  private static final String WITHOUT = "without";

  /**
   * Who leaves.
   *
   * @param asked whether it was asked itself; one that is gone was not
   * @param excused whether it need not have answered: it is down and holds the approved key
   * @param since when it was last stopped: surveys from before say nothing
   */
  record Leaver(String host, boolean asked, boolean excused, Instant since) {

    static Leaver gone(String host) {
      return new Leaver(host, false, true, Instant.EPOCH);
    }

    static Leaver of(HostFacts now, IdentityStatement approved, Instant since) {
      boolean holdsIt = now.isSound() && now.identity().equals(approved.keyIdentity());
      boolean excused = now.isDown() && (holdsIt || now.hasNothingToLose());
      return new Leaver(now.host(), true, excused, since);
    }
  }

  /** Empty once it is known that nothing is lost. */
  Optional<Decision> obstacle() {
    Optional<ActRecord> survey =
        context
            .record()
            .done(Acts.SURVEY, Act.SERVICE)
            .filter(act -> act.round() == context.record().rounds())
            .filter(act -> !act.intendedAt().isBefore(leaver.since()));
    if (survey.isEmpty()) {
      Map<String, String> without =
          leaver.asked() ? Map.of(WITHOUT, leaver.host()) : Map.<String, String>of();
      return Optional.of(Decision.perform(Act.of(Acts.SURVEY, Act.SERVICE, without)));
    }
    return judged(survey.get());
  }

  private Optional<Decision> judged(ActRecord survey) {
    SurveyFacts facts = SurveyFacts.in(survey.facts());
    if (!facts.lost().isEmpty()) {
      return Optional.of(wouldBeLost(facts, survey));
    }
    boolean complete =
        context.world().staying().stream().allMatch(host -> facts.error(host).isEmpty())
            && (leaver.excused() || facts.error(leaver.host()).isEmpty());
    if (!complete) {
      return Optional.of(
          Decision.blocked(
              "survey-incomplete",
              "what would be lost is not known: not every host listed its keys",
              "start the KMS of each host, then: keyparity run resume"));
    }
    boolean givesUp =
        !facts.lostProbe().isEmpty() && !context.record().isDone(Acts.GIVE_UP_PROBE, Act.SERVICE);
    return givesUp
        ? Optional.of(
            Decision.perform(
                Act.of(
                    Acts.GIVE_UP_PROBE,
                    Act.SERVICE,
                    Map.of("versions", VersionRanges.format(facts.lostProbe())))))
        : Optional.empty();
  }

  private Decision wouldBeLost(SurveyFacts facts, ActRecord survey) {
    String lost = VersionRanges.format(facts.lost());
    String words =
        leaver.asked()
            ? "if %s leaves, these become unreadable for ever: %s".formatted(leaver.host(), lost)
            : "no host that stays opens: %s; %s may have".formatted(lost, leaver.host());
    return new Decision.Block(
        "key-would-be-lost",
        words,
        List.of(
            "copy out what is encrypted with them: docs/operations/copy-out.md",
            "or ask the owner of each, then: keyparity key forget %s --reason …"
                .formatted(facts.lost().first()),
            "then: keyparity run resume"),
        survey.facts());
  }
}
