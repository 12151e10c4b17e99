package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Before its first effect a leader asks every host to be fenced. */
public final class FenceBeforeEffects implements Invariant {
  private static final int HOSTS = 3;

  private final Map<String, Set<String>> asked = new HashMap<>();

  @Override
  public String number() {
    return "I3";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.FenceAsked one) {
      asked.computeIfAbsent(one.by(), by -> new HashSet<>()).add(one.host());
    }
    if (!(event instanceof Event.EffectBegun begun)) {
      return Optional.empty();
    }
    Set<String> hosts = asked.getOrDefault(begun.by(), Set.of());
    return hosts.size() >= HOSTS
        ? Optional.empty()
        : Optional.of(
            "%s: %s for %s, which asked only %s to be fenced"
                .formatted(begun.host(), begun.kind(), begun.by(), hosts));
  }
}
