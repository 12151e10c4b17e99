package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An agent says that a stop is done only if, since it began, no process of the KMS lived. */
public final class ReceiptsTellTheTruth implements Invariant {
  private final Set<String> running = new HashSet<>();
  private final Map<String, String> open = new HashMap<>();

  @Override
  public String number() {
    return "I6";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.KmsStarted started) {
      running.add(started.host());
    }
    if (event instanceof Event.KmsStopped stopped) {
      running.remove(stopped.host());
      open.values().removeIf(host -> host.equals(stopped.host()));
    }
    if (event instanceof Event.EffectBegun begun
        && begun.kind().equals("stop")
        && running.contains(begun.host())) {
      open.put(begun.request(), begun.host());
    }
    return event instanceof Event.Answered answered
            && answered.stage().endsWith("DONE")
            && !answered.stage().contains("NOT")
            && open.containsKey(answered.request())
        ? Optional.of(
            "%s: stop %s is said to be done, and its KMS was never down"
                .formatted(answered.host(), answered.request()))
        : Optional.empty();
  }
}
