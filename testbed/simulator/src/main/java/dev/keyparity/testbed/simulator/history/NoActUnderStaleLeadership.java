package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whoever fenced a host last is the only one that causes effects there. */
public final class NoActUnderStaleLeadership implements Invariant {
  private final Map<String, String> fenced = new HashMap<>();

  @Override
  public String number() {
    return "I3";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.Fenced fence) {
      fenced.put(fence.host(), fence.by());
    }
    if (event instanceof Event.HostRolledBack back) {
      fenced.remove(back.host());
    }
    if (event instanceof Event.EffectBegun begun) {
      // A host that went back cannot know for whom it was fenced.
      String holder = fenced.getOrDefault(begun.host(), begun.by());
      if (!holder.equals(begun.by())) {
        return Optional.of(
            "%s: %s for %s, and the host is fenced for %s"
                .formatted(begun.host(), begun.kind(), begun.by(), holder));
      }
    }
    return Optional.empty();
  }
}
