package dev.keyparity.cli.signing;

import static dev.keyparity.cli.signing.DraftReview.require;

import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds the draft of a standing policy's warrant against what the operator asked for: one and the
 * same key, to be put back on named hosts of that service, for no longer, for that reason, and
 * nothing else. Pure.
 *
 * @param now by the operator's clock
 */
public record AllowanceReview(AllowEnforcementRequest asked, Instant now) {
  /** Clocks of the coordinator and of the operator may differ by so much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * @throws KeyparityException if the draft says anything else; then nothing may be signed
   */
  public Warrant review(byte[] draft) {
    Warrant warrant = DraftedWarrant.read(draft, asked.getService(), asked.getReason(), now);
    require(warrant.isStanding(), "warrant: of run " + warrant.run() + " (expected: of none)");
    require(
        !warrant.expiresAt().isAfter(now.plusMillis(asked.getForMs()).plus(SKEW)),
        "warrant: good until %s (expected: for as long as was asked)"
            .formatted(warrant.expiresAt()));
    Set<Map<String, String>> keys = new HashSet<>();
    for (Act act : warrant.acts()) {
      require(
          act.verb() == Verb.REPAIR && act.step().equals(StandingActs.STEP),
          "warrant: %s in %s (expected: repair in %s)"
              .formatted(act.verb().text(), act.step(), StandingActs.STEP));
      require(
          act.bounds().keySet().equals(Set.of("identity", "installs")),
          "warrant: bounds %s of %s (expected: identity and installs)"
              .formatted(act.bounds().keySet(), act.host()));
      keys.add(act.bounds());
    }
    require(keys.size() == 1, "warrant: %d keys (expected: one)".formatted(keys.size()));
    return warrant;
  }
}
