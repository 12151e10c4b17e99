package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks that on a host which holds no key the KMS is installed and not started: its first start
 * would make a key of its own. Never installs a KMS. A host that holds a key was settled before and
 * is left as it runs.
 */
final class AddHosts implements Step<World> {

  @Override
  public StepId id() {
    return StepIds.ADD_HOSTS;
  }

  @Override
  public Decision decide(StepContext<World> context) {
    World world = context.world();
    Optional<Decision> silence = Silence.of(world, world.hosts());
    if (silence.isPresent()) {
      return silence.get();
    }
    List<String> added = new ArrayList<>();
    for (String host : world.hosts()) {
      HostFacts facts = world.fresh(host).orElseThrow();
      if (!facts.hasKeyFile()) {
        Optional<Decision> obstacle = obstacle(facts);
        if (obstacle.isPresent()) {
          return obstacle.get();
        }
        added.add(host);
      }
    }
    return added.isEmpty()
        ? Decision.skipped("every host holds a key file already")
        : Decision.done(
            "%s: installed, holds no key, not started".formatted(String.join(", ", added)));
  }

  private static Optional<Decision> obstacle(HostFacts facts) {
    if (facts.isDown()) {
      return Optional.empty();
    }
    if (facts.kms().equals("unknown")) {
      return Optional.of(
          Decision.blocked(
              "kms-not-installed",
              "%s: whether its KMS is installed and stopped cannot be told: %s"
                  .formatted(facts.host(), facts.report().getKms().getDetail()),
              "install the KMS on %s and do not start it".formatted(facts.host()),
              "then: keyparity run resume"));
    }
    return Optional.of(
        Decision.blocked(
            "kms-runs-without-key",
            "%s: its KMS is %s and there is no key file (expected: not started)"
                .formatted(facts.host(), facts.kms()),
            "stop the KMS on %s: it may be about to make a key of its own".formatted(facts.host()),
            "then: keyparity run abort, and make a new plan"));
  }

  @Override
  public String undo() {
    return "nothing to undo: it only looks";
  }
}
