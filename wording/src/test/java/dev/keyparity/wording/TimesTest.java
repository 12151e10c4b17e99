package dev.keyparity.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:08:11Z");
  private static final Times BERLIN = new Times(Clock.fixed(NOW, ZoneId.of("Europe/Berlin")));

  private static String shown(String text) {
    return text.replace(Times.HARD_SPACE, ' ');
  }

  @Test
  void age_isOneUnitRoundedDown() {
    assertThat(shown(Times.age(Duration.ofMillis(900)))).isEqualTo("0 s");
    assertThat(shown(Times.age(Duration.ofSeconds(119)))).isEqualTo("119 s");
    assertThat(shown(Times.age(Duration.ofMinutes(2)))).isEqualTo("2 min");
    assertThat(shown(Times.age(Duration.ofMinutes(59)))).isEqualTo("59 min");
    assertThat(shown(Times.age(Duration.ofHours(47)))).isEqualTo("47 h");
    assertThat(shown(Times.age(Duration.ofDays(2)))).isEqualTo("2 days");
  }

  @Test
  void elapsed_isMoreExactTheShorterItIs() {
    assertThat(shown(Times.elapsed(Duration.ofMillis(1240)))).isEqualTo("1.2 s");
    assertThat(shown(Times.elapsed(Duration.ofSeconds(48)))).isEqualTo("48 s");
    assertThat(shown(Times.elapsed(Duration.ofSeconds(184)))).isEqualTo("3 min 4 s");
    assertThat(shown(Times.elapsed(Duration.ofMinutes(125)))).isEqualTo("2 h 5 min");
  }

  @Test
  void times_areLocalWithTheDayOnlyWhereItIsNotToday() {
    assertThat(BERLIN.second(NOW)).isEqualTo("14:08:11");
    assertThat(BERLIN.minute(NOW.minus(Duration.ofDays(1)))).isEqualTo("2026-11-23 14:08");
    assertThat(BERLIN.dayAndMinute(NOW)).isEqualTo("today 14:08");
    assertThat(BERLIN.dayAndMinute(NOW.minus(Duration.ofHours(15)))).isEqualTo("yesterday 23:08");
    assertThat(BERLIN.zone(NOW)).isEqualTo("CET");
    assertThat(BERLIN.zone(Instant.parse("2026-07-01T00:00:00Z"))).isEqualTo("CEST");
    assertThat(new Times(Clock.fixed(NOW, ZoneOffset.UTC)).zone(NOW)).isEqualTo("UTC");
    assertThat(BERLIN.since(NOW.plusSeconds(5))).as("our clock is behind").isZero();
  }

  @Test
  void rfc3339_isUtcInMilliseconds() {
    assertThat(Times.rfc3339(Instant.parse("2026-11-24T13:08:11.123456Z")))
        .isEqualTo("2026-11-24T13:08:11.123Z");
  }
}
