package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.InPlace;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Goes on only if every host whose key will be replaced may lose it.
 *
 * <ol>
 *   <li>A host that holds or serves a key which the plan does not keep must be named by an operator
 *       as giving way, with that very key. Else the run is blocked; nothing is decided by majority.
 *   <li>Hosts whose key is replaced are surveyed once more, now: while only they open a version
 *       that is neither forgotten nor of the probe key, or while that is not known, the run is
 *       blocked. A host under repair whose damaged file keeps its KMS down is not asked for more.
 *   <li>Each of them is in a verified backup with a copy on another host, byte for byte.
 *   <li>Versions of the probe key that go with a key are put on record as given up.
 * </ol>
 */
final class StopAtDifferentKeys implements Step<World> {
  private static final String WITHOUT = "without";

  @Override
  public StepId id() {
    return StepIds.DIVERGENCE;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<Decision> silence = Silence.of(world, world.hosts());
    if (silence.isPresent()) {
      return silence.get();
    }
    KeyHoldings holdings = KeyHoldings.of(world);
    if (!holdings.unnamed().isEmpty()) {
      return new DivergenceExplained(context, holdings).block();
    }
    List<String> replaced = holdings.replaced();
    if (replaced.isEmpty()) {
      return Decision.done("every key file there is, is of one key");
    }
    Optional<Decision> unsaved = unsaved(context, replaced);
    return unsaved.orElseGet(() -> survey(context, replaced));
  }

  /** What will be replaced must be what was backed up. */
  private static Optional<Decision> unsaved(StepContext<World> context, List<String> replaced) {
    Map<String, String> facts = context.journal().facts();
    for (String host : replaced) {
      HostFacts now = context.world().fresh(host).orElseThrow();
      boolean saved =
          !now.hasKeyFile() || now.secring().equals(facts.get("backup." + host + ".secring"));
      if (!saved) {
        return Optional.of(
            Decision.blocked(
                "plan-changed",
                "%s: its key file changed since it was backed up".formatted(host),
                "keyparity run abort, then make a new plan"));
      }
    }
    return Optional.empty();
  }

  private static Decision survey(StepContext<World> context, List<String> replaced) {
    String without = String.join(",", replaced);
    Optional<ActRecord> survey =
        context
            .record()
            .done(Acts.SURVEY, Act.SERVICE)
            .filter(act -> without.equals(act.act().arguments().get(WITHOUT)))
            .filter(act -> act.round() == context.record().rounds());
    if (survey.isEmpty()) {
      return Decision.perform(Act.of(Acts.SURVEY, Act.SERVICE, Map.of(WITHOUT, without)));
    }
    SurveyFacts facts = SurveyFacts.in(survey.get().facts());
    if (!facts.lost().isEmpty()) {
      return wouldBeLost(facts, replaced, survey.get().facts());
    }
    if (!facts.isComplete() && !isAllThatCanBeKnown(context.world(), facts)) {
      return Decision.blocked(
          "survey-incomplete",
          "what would be lost is not known: not every host listed its keys",
          "start the KMS of each host, then: keyparity run resume");
    }
    if (!facts.lostProbe().isEmpty() && !context.record().isDone(Acts.GIVE_UP_PROBE, Act.SERVICE)) {
      return Decision.perform(
          Act.of(
              Acts.GIVE_UP_PROBE,
              Act.SERVICE,
              Map.of("versions", VersionRanges.format(facts.lostProbe()))));
    }
    return Decision.done(
        "the keys of %s may give way: %s lost with them"
            .formatted(
                String.join(", ", replaced),
                facts.lostProbe().isEmpty() ? "nothing is" : "nothing but probe versions is"),
        survey.get().facts());
  }

  /**
   * A host of the service whose key file is damaged cannot start its KMS to be asked: with what is
   * left there it opens nothing, as long as no other key can be read in it.
   */
  private static boolean isAllThatCanBeKnown(World world, SurveyFacts facts) {
    return world.plan().kind() == PlanKind.REPAIR
        && world.hosts().stream()
            .filter(host -> !facts.error(host).isEmpty())
            .allMatch(host -> world.subjects().contains(host) && opensNothing(world, host));
  }

  private static boolean opensNothing(World world, String host) {
    HostFacts held = world.fresh(host).orElseThrow();
    return held.isDown()
        && world.target().filter(it -> new InPlace(held, it).holdsNothingElse()).isPresent();
  }

  private static Decision wouldBeLost(
      SurveyFacts facts, List<String> replaced, SortedMap<String, String> evidence) {
    String lost = VersionRanges.format(facts.lost());
    return new Decision.Block(
        "key-would-be-lost",
        "if the keys of %s give way, these become unreadable for ever: %s"
            .formatted(String.join(", ", replaced), lost),
        List.of(
            "isolate those hosts and copy out what is encrypted with them:"
                + " docs/operations/copy-out.md",
            "or ask the owner of each, then: keyparity key forget %s --reason …"
                .formatted(facts.lost().first()),
            "then: keyparity run resume"),
        evidence);
  }

  @Override
  public String undo() {
    return "nothing to undo: it only looks; what is given up is in the warrant by name";
  }
}
