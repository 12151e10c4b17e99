package dev.keyparity.testbed.simulator;

import dev.keyparity.testbed.simulator.history.History;
import dev.keyparity.testbed.simulator.history.Violation;
import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs seeds: {@code SimulatorMain SEEDS [WEAKNESS]}; or one with its event log: {@code
 * SimulatorMain seed SEED [WEAKNESS]}; or one many times: {@code SimulatorMain again SEED TIMES
 * [WEAKNESS]}; or until one is red: {@code SimulatorMain first SEEDS [INVARIANT] WEAKNESS}.
 */
public final class SimulatorMain {
  private static final int LAST_EVENTS = 25;

  private static final String ANY = "any";

  private SimulatorMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    String first = arguments[0];
    Weakness weakness = Weakness.NONE;
    String last = arguments[arguments.length - 1];
    if (!Character.isDigit(last.charAt(0))) {
      weakness = Weakness.valueOf(last);
    }
    System.exit(
        switch (first) {
          case "seed" -> replay(Long.parseLong(arguments[1]), weakness, System.out);
          case "again" ->
              again(
                  Long.parseLong(arguments[1]),
                  Integer.parseInt(arguments[2]),
                  weakness,
                  System.out);
          case "first" ->
              first(
                  Long.parseLong(arguments[1]),
                  arguments.length > 3 ? known(arguments[2]) : ANY,
                  weakness,
                  System.out);
          default -> all(Range.of(first), weakness, System.out);
        });
  }

  private static int replay(long seed, Weakness weakness, PrintStream out) {
    Simulation.Result result = Simulation.run(seed, weakness);
    result.log().forEach(out::println);
    result.violations().forEach(out::println);
    out.println("event log " + result.digest());
    return result.violations().isEmpty() ? 0 : 1;
  }

  private static int again(long seed, int times, Weakness weakness, PrintStream out) {
    Set<String> digests = new HashSet<>();
    for (int i = 0; i < times; i++) {
      digests.add(Simulation.run(seed, weakness).digest());
    }
    out.printf("seed %d, %d times: %d different event logs%n", seed, times, digests.size());
    digests.forEach(out::println);
    return digests.size() == 1 ? 0 : 1;
  }

  private static int first(long atMost, String invariant, Weakness weakness, PrintStream out)
      throws InterruptedException {
    TreeMap<Long, Violation> found = new TreeMap<>();
    AtomicLong earliest = new AtomicLong(atMost);
    Progress progress = new Progress(atMost, System.err);
    AtomicInteger done = new AtomicInteger();
    new Seeds(1, weakness)
        .run(
            seed -> seed <= earliest.get(),
            result -> {
              fallen(result, invariant).ifPresent(one -> found.put(result.seed(), one));
              if (!found.isEmpty()) {
                earliest.set(found.firstKey());
              }
              progress.after(done.incrementAndGet(), found.size());
            });
    out.println(
        weakness
            + ": "
            + (found.isEmpty()
                ? "nothing in %d seeds".formatted(atMost)
                : "seed %d: %s".formatted(found.firstKey(), found.firstEntry().getValue())));
    return found.isEmpty() ? 1 : 0;
  }

  /** The class of an invariant that there is: one that is misspelt would never be found. */
  private static String known(String invariant) {
    List<String> all =
        History.allInvariants().stream().map(one -> one.getClass().getSimpleName()).toList();
    if (!all.contains(invariant)) {
      throw new IllegalArgumentException(
          "invariant: %s (expected: one of %s)".formatted(invariant, all));
    }
    return invariant;
  }

  private static Optional<Violation> fallen(Simulation.Result result, String invariant) {
    return result.violations().stream()
        .filter(violation -> invariant.equals(ANY) || violation.invariant().equals(invariant))
        .findFirst();
  }

  /** Seeds from one to another: {@code 1000} are the first thousand, {@code 1001-2000} the next. */
  private record Range(long from, long to) {
    static Range of(String text) {
      String[] ends = text.split("-", 2);
      return ends.length == 1
          ? new Range(1, Long.parseLong(text))
          : new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }

    long size() {
      return to - from + 1;
    }
  }

  private static int all(Range seeds, Weakness weakness, PrintStream out)
      throws InterruptedException {
    Summary summary = new Summary();
    Thread cutShort = new Thread(() -> told(summary, out), "cut short");
    Runtime.getRuntime().addShutdownHook(cutShort);
    Progress progress = new Progress(seeds.size(), System.err);
    new Seeds(seeds.from(), weakness)
        .run(
            seed -> seed <= seeds.to(),
            result -> {
              synchronized (summary) {
                summary.add(result);
                if (!result.violations().isEmpty()) {
                  tell(result, weakness, out);
                }
                progress.after(summary.seeds(), summary.withViolations());
              }
            });
    Runtime.getRuntime().removeShutdownHook(cutShort);
    told(summary, out);
    return summary.isGreen() ? 0 : 1;
  }

  /** Also of a run that somebody ends before its time. */
  private static void told(Summary summary, PrintStream out) {
    synchronized (summary) {
      summary.print(out);
      out.flush();
    }
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
