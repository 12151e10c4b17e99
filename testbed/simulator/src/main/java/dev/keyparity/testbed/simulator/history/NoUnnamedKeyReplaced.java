package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An agent puts another key in the place of one only if an operator let exactly that key of that
 * host give way. An install that did not end may be undone.
 */
public final class NoUnnamedKeyReplaced implements Invariant {
  private final Set<String> named = new HashSet<>();
  private final Map<String, String> undone = new HashMap<>();

  @Override
  public String number() {
    return "I2";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.GivesWay way) {
      named.add(way.host() + " " + way.key());
    }
    if (event instanceof Event.HostRolledBack back) {
      undone.remove(back.host());
    }
    if (!(event instanceof Event.KeyFileChanged changed) || !changed.isByAgent()) {
      return Optional.empty();
    }
    String back = undone.put(changed.host(), changed.before());
    boolean isUndo = changed.after().equals(back);
    boolean isNamed = named.contains(changed.host() + " " + changed.before());
    return changed.before().equals(Event.ABSENT) || isUndo || isNamed
        ? Optional.empty()
        : Optional.of(
            "%s: %s gave way and nobody named it".formatted(changed.host(), changed.before()));
  }
}
