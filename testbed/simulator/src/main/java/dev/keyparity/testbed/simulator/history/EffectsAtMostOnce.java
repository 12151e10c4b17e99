package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An effect that took place, or of which it is not known, is never begun again under its request
 * id. One that an agent found not to have happened may be.
 */
public final class EffectsAtMostOnce implements Invariant {
  private final Map<String, Integer> done = new HashMap<>();

  @Override
  public String number() {
    return "I6";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.HostRolledBack back) {
      done.keySet().removeIf(effect -> effect.startsWith(back.host() + " "));
    }
    if (event instanceof Event.EffectEnded ended
        && (ended.stage().equals("DONE") || ended.stage().equals("SETTLED_DONE"))) {
      int times = done.merge(ended.host() + " " + ended.request(), 1, Integer::sum);
      return times > 1
          ? Optional.of(
              "%s: request %s took effect %d times".formatted(ended.host(), ended.request(), times))
          : Optional.empty();
    }
    if (event instanceof Event.EffectBegun begun
        && done.containsKey(begun.host() + " " + begun.request())) {
      return Optional.of(
          "%s: %s is begun again under request %s"
              .formatted(begun.host(), begun.kind(), begun.request()));
    }
    return Optional.empty();
  }
}
