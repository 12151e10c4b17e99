package dev.keyparity.cli.signing;

import static dev.keyparity.cli.signing.DraftReview.require;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Instant;

/** What holds of every draft that an operator asked for by a service and a reason. Pure. */
final class DraftedWarrant {
  private DraftedWarrant() {}

  /**
   * @param now by the operator's clock
   * @throws KeyparityException if it cannot be read, is for another service or reason, or over
   */
  static Warrant read(byte[] draft, String service, String reason, Instant now) {
    Warrant warrant = parse(draft);
    require(
        warrant.service().equals(service),
        "warrant: service: %s (expected: %s)".formatted(warrant.service(), service));
    require(
        warrant.reason().equals(reason),
        "warrant: reason: %s (expected: %s)".formatted(warrant.reason(), reason));
    require(warrant.expiresAt().isAfter(now), "warrant: expired at " + warrant.expiresAt());
    return warrant;
  }

  private static Warrant parse(byte[] draft) {
    try {
      return Warrant.parse(draft);
    } catch (MalformedRecord e) {
      throw DraftReview.unread(e);
    }
  }
}
