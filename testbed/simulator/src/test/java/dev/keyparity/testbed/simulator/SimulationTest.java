package dev.keyparity.testbed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.simulator.history.Violation;
import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Some seeds; {@code make simulate} runs thousands. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("keyparity.test.seeds", 200);
  private static final int REPETITIONS = 4;

  @Test
  void seeds_asInProduction_violateNothing() {
    List<String> red =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, Weakness.NONE))
            .filter(result -> !result.violations().isEmpty())
            .map(SimulationTest::told)
            .toList();
    assertThat(red).isEmpty();
  }

  private static String told(Simulation.Result result) {
    Violation first = result.violations().get(0);
    return "%s; replay: make simulate SEED=%d".formatted(first, result.seed());
  }

  @Test
  void seed_replayed_givesTheSameEventLog() {
    Set<String> digests =
        IntStream.range(0, REPETITIONS)
            .parallel()
            .mapToObj(time -> Simulation.run(2, Weakness.NONE).digest())
            .collect(Collectors.toSet());
    assertThat(digests).hasSize(1);
  }
}
