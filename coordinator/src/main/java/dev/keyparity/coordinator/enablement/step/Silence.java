package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a step does while a host it needs is not freshly known: it waits, and it never guesses. */
final class Silence {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Silence() {}

  /** A wait, or a block, unless every one of these hosts has reported freshly. */
  static Optional<Decision> of(World world, List<String> hosts) {
    for (String host : hosts) {
      if (world.isRolledBack(host)) {
        return Optional.of(
            Decision.blocked(
                "rolled-back",
                "%s: its agent's own record went back: a restored snapshot or a clone"
                    .formatted(host),
                "find out which; runbook: docs/operations/runbooks/rolled-back.md",
                "then: keyparity run resume"));
      }
    }
    List<String> silent =
        world.silent().stream()
            .filter(words -> hosts.stream().anyMatch(host -> words.startsWith(host + ": ")))
            .toList();
    if (silent.isEmpty()) {
      return Optional.empty();
    }
    String words = "no fresh report of " + String.join("; of ", silent);
    return Optional.of(
        new Decision.Wait(
            "agents",
            words,
            PATIENCE,
            Decision.blocked(
                "agent-unreachable",
                words,
                "see that keyparity-agent runs there and that its agent.yaml declares service %s,"
                        .formatted(world.spec().service())
                    + " then: keyparity run resume")));
  }

  static Optional<Decision> of(World world, String host) {
    return of(world, List.of(host));
  }
}
