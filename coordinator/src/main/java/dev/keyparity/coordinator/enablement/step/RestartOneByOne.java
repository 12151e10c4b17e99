package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Restarts the KMS of every host that synchronize-key did not just restart, one at a time; where a
 * host is added, only of those that have a setting changed. One that does not run is started before
 * any other is stopped.
 *
 * <p>Before each stop, freshly: the host's own file is the approved one; every other host serves
 * the approved key; and a survey made since the last stop or start shows that nothing is open on
 * this host alone. Then stop under permits, start, and wait until it serves.
 */
final class RestartOneByOne implements Step<World> {
  private static final Duration HEALTH_PATIENCE = Duration.ofMinutes(2);
  private static final String BEFORE = "before";

  @Override
  public StepId id() {
    return StepIds.RESTART_KMS;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<IdentityStatement> target = world.target();
    if (target.isEmpty()) {
      return Decision.blocked(
          "no-identity", "no key is approved", "keyparity run abort, then make a new plan");
    }
    Optional<Decision> silence = Silence.of(world, world.hosts());
    if (silence.isPresent()) {
      return silence.get();
    }
    List<String> restarted = new ArrayList<>();
    for (String host : subjects(context)) {
      Optional<Decision> next = next(context, host, target.get());
      if (next.isPresent()) {
        return next.get();
      }
      restarted.add(host);
    }
    return restarted.isEmpty()
        ? Decision.skipped(
            world.plan().kind() == PlanKind.ADD_HOST
                ? "no setting of a host that runs changed"
                : "synchronize-key restarted every host")
        : Decision.done("restarted: " + String.join(", ", restarted));
  }

  private static List<String> subjects(StepContext<World> context) {
    Optional<StepRecord> synchronize = context.journal().step(StepIds.SYNCHRONIZE_KEY);
    return context.world().hosts().stream()
        .filter(host -> synchronize.filter(step -> step.isDone(Acts.START, host)).isEmpty())
        .filter(host -> isMeant(context.world(), host))
        .sorted(Comparator.comparingInt(host -> new HostCycle(context, host).turn()))
        .toList();
  }

  /** Where a host is added the others go on serving, but those of which a setting changed. */
  private static boolean isMeant(World world, String host) {
    return world.plan().kind() != PlanKind.ADD_HOST
        || world.approved().allows(Verb.STOP, StepIds.RESTART_KMS, host);
  }

  private static Optional<Decision> next(
      StepContext<World> context, String host, IdentityStatement target) {
    HostCycle cycle = new HostCycle(context, host);
    Optional<ActRecord> stop = context.record().done(Acts.STOP, host);
    Instant since = stop.flatMap(HostCycle::endOf).orElse(Instant.EPOCH);
    Optional<ActRecord> start = cycle.doneSince(Acts.START, since);
    if (start.isPresent()) {
      return cycle.awaitServing(start.get(), target.keyIdentity());
    }
    HostFacts now = context.world().fresh(host).orElseThrow();
    Optional<Decision> unfit = unfit(now, target);
    if (unfit.isPresent()) {
      return unfit;
    }
    if (stop.isPresent() || now.isDown()) {
      return Optional.of(cycle.start(List.of()));
    }
    return Optional.of(
        health(context.world(), host, target).orElseGet(() -> lastOpener(context, cycle, target)));
  }

  /** A KMS is not started with a key file that is not the approved one. */
  private static Optional<Decision> unfit(HostFacts now, IdentityStatement target) {
    return now.secring().equals(target.files().get("secring.gpg"))
        ? Optional.empty()
        : Optional.of(
            Decision.blocked(
                "not-in-parity",
                "%s: its key file is not the approved one any more".formatted(now.host()),
                "keyparity run abort, then: keyparity repair HOST"));
  }

  private static Optional<Decision> health(World world, String host, IdentityStatement target) {
    List<String> unwell =
        world.spec().othersThan(host).stream()
            .filter(
                other -> world.fresh(other).filter(it -> it.serves(target.keyIdentity())).isEmpty())
            .toList();
    if (unwell.isEmpty()) {
      return Optional.empty();
    }
    String words =
        "%s is not stopped while %s does not serve the approved key"
            .formatted(host, String.join(", ", unwell));
    return Optional.of(
        new Decision.Wait(
            "healthy:" + host,
            words,
            HEALTH_PATIENCE,
            Decision.blocked(
                "others-unwell",
                words,
                "bring %s back, then: keyparity run resume".formatted(String.join(", ", unwell)))));
  }

  private static Decision lastOpener(
      StepContext<World> context, HostCycle cycle, IdentityStatement target) {
    Optional<ActRecord> survey =
        context
            .record()
            .done(Acts.SURVEY, Act.SERVICE)
            .filter(act -> cycle.host().equals(act.act().arguments().get(BEFORE)))
            .filter(act -> act.round() == context.record().rounds())
            .filter(act -> !act.intendedAt().isBefore(lastChange(context.journal().acts())));
    if (survey.isEmpty()) {
      return Decision.perform(Act.of(Acts.SURVEY, Act.SERVICE, Map.of(BEFORE, cycle.host())));
    }
    SortedSet<KeyVersion> only = SurveyFacts.in(survey.get().facts()).onlyOn(cycle.host());
    return only.isEmpty()
        ? cycle.stop(target.keyIdentity())
        : Decision.blocked(
            "last-opener",
            "%s is not stopped: no other host is known to open %s"
                .formatted(cycle.host(), VersionRanges.format(only)),
            "keyparity survey %s shows why".formatted(context.world().spec().service()),
            "then: keyparity run resume");
  }

  /** When a KMS was last stopped or started in this run: surveys from before are stale. */
  private static Instant lastChange(List<ActRecord> acts) {
    return acts.stream()
        .filter(act -> act.act().name().equals(Acts.STOP) || act.act().name().equals(Acts.START))
        .flatMap(act -> HostCycle.endOf(act).stream())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  @Override
  public boolean mayRest(StepContext<World> context) {
    return subjects(context).stream().noneMatch(host -> new HostCycle(context, host).isBetween());
  }

  @Override
  public Optional<Boolean> observed(StepContext<World> context, ActRecord act) {
    return Observations.of(context.world(), act);
  }

  @Override
  public String undo() {
    return "none: a restart is not undone";
  }
}
