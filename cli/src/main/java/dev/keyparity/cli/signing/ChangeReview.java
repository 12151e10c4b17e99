package dev.keyparity.cli.signing;

import static dev.keyparity.cli.signing.DraftReview.require;

import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.OpenChangeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Holds the draft of a warrant for a sanctioned change against what the operator asked for: that
 * file of that service, those bytes, for no longer, for that reason, and nothing else. Pure.
 *
 * @param now by the operator's clock
 */
public record ChangeReview(OpenChangeRequest asked, Instant now) {
  /** Clocks of the coordinator and of the operator may differ by so much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * @throws KeyparityException if the draft says anything else; then nothing may be signed
   */
  public Warrant review(byte[] draft) {
    Warrant warrant = DraftedWarrant.read(draft, asked.getService(), asked.getReason(), now);
    require(
        warrant.acts().size() == 1,
        "warrant: %d acts (expected: 1)".formatted(warrant.acts().size()));
    Act act = warrant.acts().get(0);
    require(
        act.verb() == Verb.CHANGE_OPEN,
        "warrant: %s (expected: change-open)".formatted(act.verb().text()));
    Map<String, String> bounds = Map.of("file", asked.getFile(), "sha256", asked.getSha256());
    require(
        act.bounds().equals(bounds),
        "warrant: bounds: %s (expected: %s)".formatted(act.bounds(), bounds));
    require(
        !warrant.expiresAt().isAfter(now.plusMillis(asked.getForMs()).plus(SKEW)),
        "warrant: good until %s (expected: for as long as was asked)"
            .formatted(warrant.expiresAt()));
    return warrant;
  }
}
