package dev.keyparity.testbed.simulator;

import dev.keyparity.coordinator.workflow.TransitionLog;
import dev.keyparity.testbed.simulator.world.Simulation;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What many seeds came to, in numbers. */
final class Summary {
  private final TreeMap<String, Integer> injected = new TreeMap<>();
  private final TreeMap<String, Integer> hit = new TreeMap<>();
  private final TreeMap<String, Integer> ends = new TreeMap<>();
  private final TreeMap<String, Long> red = new TreeMap<>();
  private final Set<String> transitions = new TreeSet<>();
  private int seeds;
  private int withViolations;

  void add(Simulation.Result result) {
    seeds++;
    addAll(injected, result.injected());
    addAll(hit, result.hit());
    transitions.addAll(result.transitions());
    ends.merge(result.end(), 1, Integer::sum);
    if (!result.violations().isEmpty()) {
      withViolations++;
    }
    result.violations().stream()
        .map(violation -> violation.number() + " " + violation.invariant())
        .distinct()
        .forEach(name -> red.merge(name, result.seed(), Math::min));
  }

  private static void addAll(Map<String, Integer> sums, Map<String, Integer> more) {
    more.forEach((kind, times) -> sums.merge(kind, times, Integer::sum));
  }

  int seeds() {
    return seeds;
  }

  int withViolations() {
    return withViolations;
  }

  boolean isGreen() {
    return withViolations == 0;
  }

  void print(PrintStream out) {
    out.printf("seeds %d, with violations %d%n", seeds, withViolations);
    red.forEach((name, seed) -> out.printf("  %s, first in seed %d%n", name, seed));
    ends.forEach((end, times) -> out.printf("  %6d %s%n", times, end));
    Set<String> missing = TransitionLog.all();
    int all = missing.size();
    missing.removeAll(transitions);
    out.printf("transitions fired: %d of %d%n", all - missing.size(), all);
    missing.forEach(row -> out.println("  never: " + row));
    out.println("faults: injected, and struck something");
    injected.forEach(
        (kind, times) -> out.printf("  %-40s %6d %6d%n", kind, times, hit.getOrDefault(kind, 0)));
    hit.keySet().stream()
        .filter(kind -> !injected.containsKey(kind))
        .forEach(kind -> out.printf("  %-40s        %6d%n", kind, hit.get(kind)));
  }
}
