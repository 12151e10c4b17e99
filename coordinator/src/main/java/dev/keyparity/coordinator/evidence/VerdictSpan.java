package dev.keyparity.coordinator.evidence;

import dev.keyparity.keyring.Verdict;
import java.time.Instant;

/**
 * A stretch of time over which a leader saw a host with one verdict, look by look and without a
 * pause. What no span covers is not known.
 *
 * @param verdict never {@code UNKNOWN}: nothing known is no span
 * @param identity canonical identity of the key that was approved then, which the host was held
 *     against
 * @param held primary fingerprint of what it held; empty if that could not be read
 * @param from the first look
 * @param until the last look
 */
public record VerdictSpan(
    Verdict verdict, String identity, String held, Instant from, Instant until) {
  public VerdictSpan {
    if (verdict == Verdict.UNKNOWN) {
      throw new IllegalArgumentException("span: UNKNOWN (expected: a verdict)");
    }
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "span: until %s (expected: from %s on)".formatted(until, from));
    }
  }

  /** Whether the other is the same span as seen at another time: it only ends elsewhere. */
  boolean beginsAs(VerdictSpan other) {
    return from.equals(other.from) && says(other.verdict, other.identity, other.held);
  }

  /** Whether this is what was seen. */
  public boolean says(Verdict otherVerdict, String otherIdentity, String otherHeld) {
    return verdict == otherVerdict && identity.equals(otherIdentity) && held.equals(otherHeld);
  }

  public VerdictSpan seenUntil(Instant later) {
    return new VerdictSpan(verdict, identity, held, from, later);
  }
}
