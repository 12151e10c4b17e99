package dev.keyparity.testbed.simulator;

import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs seeds: {@code SimulatorMain SEEDS [WEAKNESS]}, or one with its event log: {@code
 * SimulatorMain seed SEED [WEAKNESS]}.
 */
public final class SimulatorMain {
  private static final int LAST_EVENTS = 25;

  private SimulatorMain() {}

  public static void main(String[] arguments) {
    boolean one = arguments.length > 1 && arguments[0].equals("seed");
    String weakness = arguments.length > (one ? 2 : 1) ? arguments[arguments.length - 1] : "NONE";
    long number = Long.parseLong(arguments[one ? 1 : 0]);
    System.exit(
        one
            ? replay(number, Weakness.valueOf(weakness), System.out)
            : all(number, Weakness.valueOf(weakness), System.out));
  }

  private static int replay(long seed, Weakness weakness, PrintStream out) {
    Simulation.Result result = Simulation.run(seed, weakness);
    result.log().forEach(out::println);
    result.violations().forEach(out::println);
    out.println("event log " + result.digest());
    return result.violations().isEmpty() ? 0 : 1;
  }

  private static int all(long seeds, Weakness weakness, PrintStream out) {
    TreeMap<String, Integer> injected = new TreeMap<>();
    TreeMap<String, Integer> hit = new TreeMap<>();
    TreeMap<String, Integer> ends = new TreeMap<>();
    int red = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      Simulation.Result result = Simulation.run(seed, weakness);
      add(injected, result.injected());
      add(hit, result.hit());
      ends.merge(result.end().substring(11), 1, Integer::sum);
      if (!result.violations().isEmpty()) {
        red++;
        tell(result, weakness, out);
      }
    }
    out.printf("seeds %d, with violations %d%n", seeds, red);
    ends.forEach((end, times) -> out.printf("  %6d %s%n", times, end));
    out.println("faults: injected, and struck something");
    injected.forEach(
        (kind, times) -> out.printf("  %-26s %6d %6d%n", kind, times, hit.getOrDefault(kind, 0)));
    hit.keySet().stream()
        .filter(kind -> !injected.containsKey(kind))
        .forEach(kind -> out.printf("  %-26s        %6d%n", kind, hit.get(kind)));
    return red == 0 ? 0 : 1;
  }

  private static void add(Map<String, Integer> sums, Map<String, Integer> more) {
    more.forEach((kind, times) -> sums.merge(kind, times, Integer::sum));
  }

  private static void tell(Simulation.Result result, Weakness weakness, PrintStream out) {
    out.printf("seed %d:%n", result.seed());
    int first = result.violations().get(0).event();
    result.log().subList(Math.max(0, first - LAST_EVENTS), first).forEach(out::println);
    result.violations().stream().limit(3).forEach(out::println);
    out.printf(
        "replay: make simulate SEED=%d%s%n",
        result.seed(), weakness == Weakness.NONE ? "" : " WEAKNESS=" + weakness);
  }
}
