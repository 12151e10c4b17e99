package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/** At most one host is down because an agent stopped its KMS. */
public final class OneHostDownAtMost implements Invariant {
  private final TreeSet<String> down = new TreeSet<>();

  @Override
  public String number() {
    return "I4";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.KmsServes started) {
      down.remove(started.host());
    }
    if (event instanceof Event.KmsStopped stopped && stopped.byAgent()) {
      down.add(stopped.host());
      if (down.size() > 1) {
        return Optional.of("down through us at the same time: " + down);
      }
    }
    return Optional.empty();
  }
}
