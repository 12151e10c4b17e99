package dev.keyparity.testbed.simulator.world;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which faults one world knows, and how many of them: some not at all, some by far too many. Where
 * all are mixed evenly each keeps the others from where they would matter.
 */
final class Swarm {
  private static final double NONE = 0.35;
  private static final double MANY = 0.2;
  private static final int HOW_MANY = 6;

  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);

  Swarm(Dice dice) {
    for (Fault fault : Fault.values()) {
      double drawn = dice.random().nextDouble();
      double times = drawn < NONE ? 0 : drawn > 1 - MANY ? HOW_MANY : 1;
      rates.put(fault, fault.usually() * times);
    }
  }

  double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }
}
