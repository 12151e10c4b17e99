package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gets the identity statement to agents, and then on the coordinator's own record. Pure. */
final class StatementDelivery {
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(20);

  private StatementDelivery() {}

  /** Empty once the agent of every host that stays has it and it is on record. */
  static Optional<Decision> decide(StepContext<World> context, IdentityStatement target) {
    List<Act> missing = new ArrayList<>();
    for (String host : context.world().staying()) {
      boolean given = context.record().isDone(Acts.PUT_STATEMENT, host);
      if (!given && !has(context.world(), host, target)) {
        missing.add(Act.of(Acts.PUT_STATEMENT, host));
      }
    }
    boolean ownStatement = context.world().approved().statement().isPresent();
    if (!missing.isEmpty() && !ownStatement) {
      return Optional.of(withoutIt(missing));
    }
    if (!missing.isEmpty()) {
      return Optional.of(new Decision.Perform(missing));
    }
    if (!ownStatement) {
      return Optional.empty();
    }
    return context.record().isDone(Acts.RECORD_STATEMENT, Act.SERVICE)
        ? Optional.empty()
        : Optional.of(Decision.perform(Act.of(Acts.RECORD_STATEMENT, Act.SERVICE)));
  }

  /**
   * Nobody signed for giving it out again: that is what another plan is for. A report may be from
   * just before a host was given it, so the next one is waited for.
   */
  private static Decision withoutIt(List<Act> missing) {
    String words =
        "%s: without the identity statement that is on record"
            .formatted(String.join(", ", missing.stream().map(Act::host).toList()));
    return new Decision.Wait(
        "statements",
        words,
        REPORT_PATIENCE,
        Decision.blocked(
            "statement-missing",
            words,
            "keyparity run abort, then keyparity adopt or enable: it approves the identity anew"));
  }

  private static boolean has(World world, String host, IdentityStatement target) {
    Statement held = world.fresh(host).orElseThrow().report().getStatement();
    return held.getIntact()
        && held.getGeneration() == target.generation()
        && held.getIdentity().equals(target.keyIdentity());
  }
}
