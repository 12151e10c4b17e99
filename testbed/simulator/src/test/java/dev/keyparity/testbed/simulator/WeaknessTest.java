package dev.keyparity.testbed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.simulator.history.Violation;
import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A protection switched off, or a bug planted, is noticed: each in the first seed that notices it
 * ({@code testbed/simulate.sh first 300 WEAKNESS} finds it anew when worlds change).
 */
class WeaknessTest {
  @ParameterizedTest
  @CsvSource({
    "FENCING_OFF, 1, I3",
    "HOLDER_NOT_BOUND, 170, I3",
    "BARRIER_OFF, 1, I3",
    "STOP_NOT_PROVEN, 1, I6",
    "RECEIPTS_FORGOTTEN, 47, I6",
    "AUDIT_AFTER_EFFECT, 1, I10",
    "STOP_NOT_AWAITED, 1, I6",
    "KEY_STAGED_ELSEWHERE, 1, I7",
    "HEALTH_IS_A_PROCESS, 42, I4",
    "BACKUP_NOT_FORCED, 17, I1"
  })
  void weakness_inItsFirstSeed_isNoticed(Weakness weakness, long seed, String invariant) {
    assertThat(Simulation.run(seed, weakness).violations())
        .extracting(Violation::number)
        .contains(invariant);
    assertThat(Simulation.run(seed, Weakness.NONE).violations()).isEmpty();
  }
}
