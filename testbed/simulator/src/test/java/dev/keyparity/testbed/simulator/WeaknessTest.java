package dev.keyparity.testbed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.simulator.history.History;
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
  /** Which class must fall, and where. */
  private record Row(Weakness weakness, long seed, String invariant) {
    private boolean isNoticed() {
      return Simulation.run(seed, weakness).violations().stream()
          .map(Violation::invariant)
          .anyMatch(invariant::equals);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(Weakness.ELECTED_ONCE, 1, "RunsEndOrSayWhy"),
          new Row(Weakness.BARRIER_OFF, 1, "FenceBeforeEffects"),
          new Row(Weakness.AUDIT_AFTER_EFFECT, 1, "NoEffectWithoutAudit"),
          new Row(Weakness.KEY_STAGED_ELSEWHERE, 1, "SecretsStayWhereTheyBelong"),
          new Row(Weakness.STOP_NOT_AWAITED, 1, "ReceiptsTellTheTruth"),
          new Row(Weakness.SANCTIONS_FORGOTTEN, 1, "NoFalseAlarm"),
          new Row(Weakness.STRANGERS_UNSEEN_AND_REVERIFICATION_OFF, 1, "OnlyApprovedKeysStart"),
          new Row(Weakness.HEALTH_IS_A_PROCESS, 1, "LastServingHostStays"),
          new Row(Weakness.STOP_NOT_PROVEN, 3, "NoReplaceWhileKmsRuns"),
          new Row(Weakness.GIVES_WAY_UNASKED, 3, "NoUnnamedKeyReplaced"),
          new Row(Weakness.HEALTH_IS_A_PROCESS, 4, "OneHostDownAtMost"),
          new Row(Weakness.FENCING_OFF, 4, "NoActUnderStaleLeadership"),
          new Row(Weakness.RECEIPTS_FORGOTTEN, 14, "EffectsAtMostOnce"),
          new Row(Weakness.ALARMS_SLEEP, 25, "RogueChangesAreTold"),
          new Row(Weakness.STRANGERS_UNSEEN, 25, "GreenIsTrue"),
          new Row(Weakness.BACKUP_NOT_FORCED, 29, "NoKeyBytesLost"));

  @Test
  void weakness_inItsFirstSeed_isNoticed() {
    assertThat(ROWS.parallelStream().filter(row -> !row.isNoticed()).toList()).isEmpty();
  }

  @Test
  void everyInvariant_isSeenToFall() {
    assertThat(ROWS.stream().map(Row::invariant).distinct())
        .containsExactlyInAnyOrderElementsOf(
            History.allInvariants().stream().map(one -> one.getClass().getSimpleName()).toList());
  }
}
