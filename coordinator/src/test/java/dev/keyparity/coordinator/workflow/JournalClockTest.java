package dev.keyparity.coordinator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.workflow.JournalStoreContract.Journals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JournalClockTest {
  private final RunJournal journal = Journals.another();
  private final Instant written = journal.newestMoment();
  private Instant wall = written;
  private final JournalClock clock = new JournalClock(new Wall());

  private final class Wall extends Clock {
    @Override
    public Instant instant() {
      return wall;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void wallGoesOn(Duration by) {
    wall = wall.plus(by);
  }

  @Test
  void usually_itIsTheWallClock() {
    wallGoesOn(Duration.ofSeconds(3));
    clock.saw(journal);

    assertThat(clock.instant()).isEqualTo(wall);
  }

  /** Else a pause that began ahead of the clock would last as long as the clock was set back. */
  @Test
  void journalFromAheadOfTheWallClock_goesOnFromThere_atItsPace() {
    wall = written.minus(Duration.ofHours(1));
    clock.saw(journal);
    assertThat(clock.instant()).isEqualTo(written);

    wallGoesOn(Duration.ofMinutes(5));
    clock.saw(journal);

    assertThat(clock.instant()).isEqualTo(written.plus(Duration.ofMinutes(5)));
  }

  @Test
  void wallClockSetBack_doesNotSetItBack() {
    Instant told = clock.instant();
    wall = wall.minus(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(told);

    wallGoesOn(Duration.ofSeconds(2));

    assertThat(clock.instant()).isEqualTo(told.plusSeconds(2));
  }

  @Test
  void wallClockThatCaughtUp_isTheTimeAgain() {
    wall = written.minus(Duration.ofHours(1));
    clock.saw(journal);

    wallGoesOn(Duration.ofHours(2));
    clock.saw(journal);

    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void olderJournal_doesNotSetItBack() {
    wall = written.minus(Duration.ofHours(1));
    clock.saw(journal);
    wallGoesOn(Duration.ofMinutes(5));

    clock.saw(Journals.fresh());

    assertThat(clock.instant()).isEqualTo(written.plus(Duration.ofMinutes(5)));
  }
}
