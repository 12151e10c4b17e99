package dev.keyparity.cli.signing;

import static dev.keyparity.cli.signing.DraftReview.require;

import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Holds the draft of a warrant to forget a key version against what the operator asked for: that
 * version of that service, for that reason, and nothing else. Pure.
 *
 * @param now by the operator's clock
 */
public record ForgetReview(String service, String version, String reason, Instant now) {
  private static final Duration LONGEST = Duration.ofDays(30);

  /**
   * @throws KeyparityException if the draft says anything else; then nothing may be signed
   */
  public Warrant review(byte[] draft) {
    Warrant warrant = DraftedWarrant.read(draft, service, reason, now);
    require(
        warrant.acts().size() == 1,
        "warrant: %d acts (expected: 1)".formatted(warrant.acts().size()));
    Act act = warrant.acts().get(0);
    require(
        act.verb() == Verb.KEY_FORGET,
        "warrant: %s (expected: key-forget)".formatted(act.verb().text()));
    require(
        act.bounds().equals(Map.of("version", version)),
        "warrant: bounds: %s (expected: version %s)".formatted(act.bounds(), version));
    require(
        !warrant.expiresAt().isAfter(now.plus(LONGEST)),
        "warrant: good until %s (expected: at most 30 days)".formatted(warrant.expiresAt()));
    return warrant;
  }
}
