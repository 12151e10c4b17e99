package dev.keyparity.testbed.simulator.history;

import java.util.Optional;
import java.util.TreeSet;

/** No agent stops the last KMS that runs. */
public final class LastServingHostStays implements Invariant {
  private final TreeSet<String> running = new TreeSet<>();

  @Override
  public String number() {
    return "I5";
  }

  @Override
  public Optional<String> after(Event event) {
    if (event instanceof Event.KmsStarted started) {
      running.add(started.host());
    }
    if (event instanceof Event.KmsStopped stopped) {
      running.remove(stopped.host());
      if (stopped.byAgent() && running.isEmpty()) {
        return Optional.of("%s was the last KMS that ran".formatted(stopped.host()));
      }
    }
    return Optional.empty();
  }
}
