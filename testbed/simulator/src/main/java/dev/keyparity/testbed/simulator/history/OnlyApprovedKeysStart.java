package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An agent does not begin to start a KMS over another key than the one last approved there. */
public final class OnlyApprovedKeysStart implements Invariant {
  private final Map<String, String> approved = new HashMap<>();

  @Override
  public String number() {
    return "I9";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.Approved one) {
      approved.put(one.host(), one.key());
    }
    if (!(event instanceof Event.EffectBegun begun) || !begun.kind().equals("start")) {
      return Optional.empty();
    }
    String key = approved.get(begun.host());
    return key == null || key.equals(begun.key())
        ? Optional.empty()
        : Optional.of(
            "%s: its KMS is started with %s, and %s is approved"
                .formatted(begun.host(), begun.key(), key));
  }
}
