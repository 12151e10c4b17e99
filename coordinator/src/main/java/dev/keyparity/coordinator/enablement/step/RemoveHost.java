package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.Optional;

/**
 * Takes one host out of the service.
 *
 * <ol>
 *   <li>Its KMS is stopped under the statement that still lists it: every other host permits it,
 *       one at least serves. Just before, a survey shows that nothing is open on this host alone.
 *   <li>The statement without it goes to the hosts that stay, then on our own record, then to the
 *       host itself, so that its start gate vouches for it no longer.
 *   <li>Of a host that is gone nothing is asked: it is taken out while its agent is silent, and
 *       only then.
 * </ol>
 *
 * <p>Properties: no key file and no backup is touched; the host is out only once its KMS is down,
 * unless it is gone; from our stop on the run does not rest before the statement is on record.
 */
final class RemoveHost implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.REMOVE_HOST;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<IdentityStatement> target = world.target();
    if (target.isEmpty()) {
      return Decision.blocked(
          "no-identity", "no key is approved", "keyparity run abort, then make a new plan");
    }
    Optional<Decision> silence = Silence.of(world, world.staying());
    if (silence.isPresent()) {
      return silence.get();
    }
    if (!isTold(context)) {
      Optional<Decision> before = before(context, target.get());
      if (before.isPresent()) {
        return before.get();
      }
    }
    return StatementDelivery.decide(context, target.get())
        .or(() -> farewell(context, target.get()))
        .orElseGet(() -> done(context, target.get()));
  }

  /** From the first agent that knows of a service without it on there is no way back. */
  private static boolean isTold(StepContext<World> context) {
    return context.world().staying().stream()
        .anyMatch(host -> context.record().isDone(Acts.PUT_STATEMENT, host));
  }

  private static boolean isOut(StepContext<World> context) {
    return context.record().isDone(Acts.RECORD_STATEMENT, Act.SERVICE);
  }

  private static boolean isGone(World world) {
    return !world.plan().without().isEmpty();
  }

  /** What must be so before the first agent hears of a service without it. */
  private static Optional<Decision> before(StepContext<World> context, IdentityStatement target) {
    World world = context.world();
    String host = world.approved().target();
    if (isGone(world)) {
      NothingLost.Leaver nobody = NothingLost.Leaver.gone(host);
      return answersAgain(world, host).or(() -> new NothingLost(context, nobody).obstacle());
    }
    Optional<Decision> silence = Silence.of(world, host);
    return silence.isPresent() ? silence : takeDown(context, host, target);
  }

  private static Optional<Decision> answersAgain(World world, String host) {
    boolean answers = world.fresh(host).isPresent() || world.isRolledBack(host);
    return answers
        ? Optional.of(
            Decision.blocked(
                "answers-again",
                "%s is not gone: its agent answers again".formatted(host),
                "keyparity run abort, then: keyparity host remove %s %s   stops its KMS first"
                    .formatted(world.spec().service(), host)))
        : Optional.empty();
  }

  /** Empty once its KMS is down and nothing is open there alone. */
  private static Optional<Decision> takeDown(
      StepContext<World> context, String host, IdentityStatement target) {
    HostCycle cycle = new HostCycle(context, host);
    HostFacts now = context.world().fresh(host).orElseThrow();
    NothingLost nothingLost =
        new NothingLost(context, NothingLost.Leaver.of(now, target, cycle.stoppedAt()));
    if (!cycle.isDown().orElse(now.isDown())) {
      // Never stopped by us, or started again by somebody.
      return cycle
          .startedAgain()
          .or(nothingLost::obstacle)
          .or(() -> Optional.of(cycle.stop(target.keyIdentity())));
    }
    // After our own stop it cannot be asked any more: it was, just before.
    return context.record().done(Acts.STOP, host).isPresent()
        ? Optional.empty()
        : nothingLost.obstacle();
  }

  /** The host itself learns it last; one that never had a statement has nothing to unlearn. */
  private static Optional<Decision> farewell(StepContext<World> context, IdentityStatement target) {
    World world = context.world();
    String host = world.approved().target();
    if (isGone(world) || context.record().isDone(Acts.PUT_STATEMENT, host)) {
      return Optional.empty();
    }
    if (world.fresh(host).isEmpty()) {
      return Silence.of(world, host).map(wait -> unheard(world, host, target, wait));
    }
    boolean hasOne = world.fresh(host).orElseThrow().report().getStatement().getGeneration() > 0;
    return hasOne
        ? Optional.of(Decision.perform(Act.of(Acts.PUT_STATEMENT, host)))
        : Optional.empty();
  }

  private static Decision unheard(
      World world, String host, IdentityStatement target, Decision silence) {
    return silence instanceof Decision.Wait wait
        ? new Decision.Wait(
            wait.what(),
            wait.reason(),
            wait.patience(),
            Decision.blocked(
                "not-told",
                "%s is out of the service by statement %d, and its agent was not told: its KMS may still be started there"
                    .formatted(host, target.generation()),
                "bring its agent back, then: keyparity run resume",
                "if it is gone for good: keyparity run abort, then: keyparity host remove %s %s   takes it out of the service file"
                    .formatted(world.spec().service(), host)))
        : silence;
  }

  private static Decision done(StepContext<World> context, IdentityStatement target) {
    World world = context.world();
    String host = world.approved().target();
    String out = "%s is out by statement %d".formatted(host, target.generation());
    if (isGone(world)) {
      return Decision.done(out + "; nothing was asked of it, and its KMS may still run somewhere");
    }
    // A report may be from before the stop.
    boolean down =
        new HostCycle(context, host)
            .isDown()
            .or(() -> world.fresh(host).map(HostFacts::isDown))
            .orElse(false);
    return Decision.done(
        "%s; its KMS %s; its key stays in %s, its backups stay there and on another host"
            .formatted(
                out,
                down ? "is down" : "was started again: stop it by hand",
                keyDirectory(world, host)));
  }

  private static String keyDirectory(World world, String host) {
    return world
        .fresh(host)
        .map(it -> it.report().getKeyDirectory().getPath())
        .filter(it -> !it.isEmpty())
        .orElse(world.spec().keyDirectory().toString());
  }

  /** While it is down through us and still listed somewhere, no other host could be stopped. */
  @Override
  public boolean mayRest(StepContext<World> context) {
    boolean between = new HostCycle(context, context.world().approved().target()).isBetween();
    return isOut(context) || !(between || isTold(context));
  }

  @Override
  public Optional<Boolean> observed(StepContext<World> context, ActRecord act) {
    return Observations.of(context.world(), act);
  }

  @Override
  public String undo() {
    return "none by itself: keyparity host add makes it a host again; its key is where it was";
  }
}
