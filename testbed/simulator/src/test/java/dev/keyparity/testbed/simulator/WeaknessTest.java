package dev.keyparity.testbed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.simulator.history.Violation;
import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A protection switched off, or a bug planted, is noticed: each in the first seed that notices it
 * ({@code testbed/simulate.sh first 300 WEAKNESS} finds it anew when worlds change).
 */
class WeaknessTest {
  /** Where something must fall. */
  private record Row(Weakness weakness, long seed, String invariant) {
    private boolean isNoticed() {
      return Simulation.run(seed, weakness).violations().stream()
          .map(Violation::number)
          .anyMatch(invariant::equals);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(Weakness.FENCING_OFF, 1, "I3"),
          new Row(Weakness.HOLDER_NOT_BOUND, 170, "I3"),
          new Row(Weakness.BARRIER_OFF, 1, "I3"),
          new Row(Weakness.STOP_NOT_PROVEN, 1, "I6"),
          new Row(Weakness.RECEIPTS_FORGOTTEN, 47, "I6"),
          new Row(Weakness.AUDIT_AFTER_EFFECT, 1, "I10"),
          new Row(Weakness.STOP_NOT_AWAITED, 1, "I6"),
          new Row(Weakness.KEY_STAGED_ELSEWHERE, 1, "I7"),
          new Row(Weakness.HEALTH_IS_A_PROCESS, 42, "I4"),
          new Row(Weakness.BACKUP_NOT_FORCED, 17, "I1"));

  @Test
  void weakness_inItsFirstSeed_isNoticed() {
    assertThat(ROWS.parallelStream().filter(row -> !row.isNoticed()).toList()).isEmpty();
  }

  /** Of the seeds above the others are below those that {@link SimulationTest} runs. */
  @Test
  void seed170_asInProduction_violatesNothing() {
    assertThat(Simulation.run(170, Weakness.NONE).violations()).isEmpty();
  }
}
