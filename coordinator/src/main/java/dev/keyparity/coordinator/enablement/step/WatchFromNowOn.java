package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.wording.Counted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands over to the parity loop, once every host freshly holds the approved key. Adopting approves
 * the identity here: there was no earlier step that had to have it.
 */
final class WatchFromNowOn implements Step<World> {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public StepId id() {
    return StepIds.WATCH;
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
    if (world.plan().kind().onlyApproves()) {
      Optional<Decision> statements = StatementDelivery.decide(context, target.get());
      if (statements.isPresent()) {
        return statements.get();
      }
    }
    return judged(world, target.get());
  }

  private static Decision judged(World world, IdentityStatement target) {
    List<String> wrong =
        world.staying().stream()
            .filter(host -> world.fresh(host).filter(it -> holds(it, target)).isEmpty())
            .toList();
    if (wrong.isEmpty()) {
      return Decision.done(
          "%d of %s in parity; watched from now on"
              .formatted(world.staying().size(), Counted.of(world.staying().size(), "host")));
    }
    String words = "not in parity: " + String.join(", ", wrong);
    return new Decision.Wait(
        "parity",
        words,
        PATIENCE,
        Decision.blocked(
            "not-in-parity",
            words,
            "keyparity status shows what is there",
            "then: keyparity run resume"));
  }

  private static boolean holds(HostFacts facts, IdentityStatement target) {
    return facts.isSound() && facts.identity().equals(target.keyIdentity());
  }

  @Override
  public String undo() {
    return "none: watching changes nothing";
  }
}
