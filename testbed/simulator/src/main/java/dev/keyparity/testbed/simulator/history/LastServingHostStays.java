package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * No agent stops the last KMS that serves, nor all while others come back by themselves: one that
 * somebody else took down after the stop was permitted is not held against the agent.
 */
public final class LastServingHostStays implements Invariant {
  private final TreeSet<String> serving = new TreeSet<>();
  private final Map<String, TreeSet<String>> servedWhenBegun = new HashMap<>();

  @Override
  public String number() {
    return "I5";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.KmsServes started) {
      serving.add(started.host());
      servedWhenBegun.remove(started.host());
    }
    if (event instanceof Event.EffectBegun begun && begun.kind().equals("stop")) {
      servedWhenBegun.putIfAbsent(begun.host(), new TreeSet<>(serving));
    }
    if (event instanceof Event.KmsStopped stopped) {
      boolean served = serving.remove(stopped.host());
      TreeSet<String> others = servedWhenBegun.getOrDefault(stopped.host(), new TreeSet<>());
      others.remove(stopped.host());
      if (stopped.byAgent() && served && serving.isEmpty() && others.isEmpty()) {
        return Optional.of("%s was the last KMS that served".formatted(stopped.host()));
      }
    }
    return Optional.empty();
  }
}
