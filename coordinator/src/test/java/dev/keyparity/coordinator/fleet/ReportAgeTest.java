package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReportAgeTest {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final long WALL = 1_790_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  @Test
  void at_firstReport_isNoYoungerThanTheQuestion() {
    ReportAge age = ReportAge.first(0, 3 * SECOND / 10, WALL);
    assertThat(age.at(3 * SECOND / 10)).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void at_heartbeats_countFromTheNewest() {
    ReportAge age = ReportAge.first(0, 0, WALL).next(SECOND, WALL + 1000);
    assertThat(age.at(SECOND)).isEqualTo(Duration.ZERO);
    assertThat(age.at(SECOND + SECOND / 2)).isEqualTo(Duration.ofMillis(500));
  }

  /** It lay in a buffer for half a minute: just arrived, and yet old. */
  @Test
  void at_reportThatWasHeldUp_isAsOldAsItIs() {
    ReportAge age = ReportAge.first(0, 0, WALL).next(31 * SECOND, WALL + 1000);
    assertThat(age.at(31 * SECOND)).isEqualTo(Duration.ofSeconds(30));
    assertThat(age.shouldAskAnew(31 * SECOND, BOUND)).isTrue();
  }

  @Test
  void shouldAskAnew_agentsClockSetBack_yesAndNotYoung() {
    ReportAge age = ReportAge.first(0, 0, WALL).next(SECOND, WALL - 3_600_000);
    assertThat(age.at(SECOND)).isGreaterThan(BOUND);
    assertThat(age.shouldAskAnew(SECOND, BOUND)).isTrue();
  }

  @Test
  void shouldAskAnew_agentsClockSetForward_yes() {
    ReportAge age = ReportAge.first(0, 0, WALL).next(SECOND, WALL + 3_600_000);
    assertThat(age.shouldAskAnew(SECOND, BOUND)).isTrue();
    assertThat(age.at(4 * SECOND)).as("still ages by arrival").isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void shouldAskAnew_steadyHeartbeats_no() {
    ReportAge age = ReportAge.first(0, SECOND / 100, WALL);
    for (int i = 1; i < 100; i++) {
      age = age.next(i * SECOND + SECOND / 50, WALL + i * 1000L);
      assertThat(age.shouldAskAnew(i * SECOND + SECOND / 50, BOUND)).isFalse();
    }
  }

  @Test
  void shouldAskAnew_clocksDriftedApart_nowAndThenOnly() {
    long late = 7 * SECOND / 10;
    ReportAge age = ReportAge.first(0, 0, WALL).next(SECOND + late, WALL + 1000);
    assertThat(age.shouldAskAnew(2 * SECOND, BOUND)).isFalse();
    assertThat(age.shouldAskAnew(7 * SECOND, BOUND)).isTrue();
  }

  @Property
  void at_anyClaimOfTheAgent_neverYoungerThanItsArrival(
      @ForAll long observed,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long arrived,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long later) {
    ReportAge age = ReportAge.first(0, 0, WALL).next(arrived, observed);
    assertThat(age.at(arrived + later)).isGreaterThanOrEqualTo(Duration.ofNanos(later));
  }
}
