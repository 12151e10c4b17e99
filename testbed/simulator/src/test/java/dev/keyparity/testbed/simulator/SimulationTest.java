package dev.keyparity.testbed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.simulator.history.Violation;
import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A few seeds; {@code make simulate} runs thousands. */
class SimulationTest {
  private static final int SEEDS = 6;
  private static final int REPETITIONS = 3;

  @Test
  void seeds_asInProduction_violateNothing() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(Simulation.run(seed, Weakness.NONE).violations())
          .as("make simulate SEED=%d", seed)
          .isEmpty();
    }
  }

  @Test
  void seed_replayed_givesTheSameEventLog() {
    Set<String> digests = new HashSet<>();
    for (int i = 0; i < REPETITIONS; i++) {
      digests.add(Simulation.run(2, Weakness.NONE).digest());
    }
    assertThat(digests).hasSize(1);
  }

  @Test
  void fencingOff_isNoticed() {
    assertThat(Simulation.run(7, Weakness.FENCING_OFF).violations())
        .extracting(Violation::number)
        .contains("I3");
  }

  @Test
  void stopThatIsNone_isNoticed() {
    assertThat(Simulation.run(2, Weakness.STOP_NOT_PROVEN).violations())
        .extracting(Violation::number)
        .contains("I13");
  }
}
