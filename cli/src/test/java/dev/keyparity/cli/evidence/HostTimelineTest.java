package dev.keyparity.cli.evidence;

import static dev.keyparity.keyring.Verdict.DIVERGED;
import static dev.keyparity.keyring.Verdict.EQUIVALENT;
import static dev.keyparity.keyring.Verdict.IN_PARITY;
import static dev.keyparity.keyring.Verdict.UNKNOWN;
import static dev.keyparity.keyring.Verdict.UNPROVEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hundred seconds of one host. */
class HostTimelineTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private static Sighting seen(Verdict verdict, double from, double until) {
    return new Sighting(verdict, "c3".repeat(32), "", at(from), at(until));
  }

  private static Instant at(double second) {
    return START.plusMillis(Math.round(second * 1000));
  }

  private static HostTimeline of(Sighting... seen) {
    return HostTimeline.of("kms2", List.of(seen), START, at(100));
  }

  private static List<String> lines(HostTimeline timeline) {
    return timeline.stretches().stream()
        .map(
            it ->
                "%s %d-%d"
                    .formatted(
                        it.verdict(),
                        Duration.between(START, it.from()).toMillis(),
                        Duration.between(START, it.until()).toMillis()))
        .toList();
  }

  @Test
  void nothingSeen_isNotKnownAllTheTime() {
    HostTimeline none = of();

    assertThat(lines(none)).containsExactly("UNKNOWN 0-100000");
    assertThat(none.inParity()).isZero();
    assertThat(none.notKnown()).isEqualTo(Duration.ofSeconds(100));
    assertThat(none.knownSince()).isEmpty();
  }

  @Test
  void beforeTheFirstAndBetweenTwo_isNotKnown() {
    HostTimeline timeline = of(seen(IN_PARITY, 20, 40), seen(IN_PARITY, 50, 200));

    assertThat(lines(timeline))
        .containsExactly(
            "UNKNOWN 0-20000",
            "IN_PARITY 20000-40001",
            "UNKNOWN 40001-50000",
            "IN_PARITY 50000-100000");
    assertThat(timeline.knownSince()).contains(at(20));
    assertThat(timeline.notInParity()).isZero();
  }

  @Test
  void seenAllTheTime_isAllOfIt_andOnlyThen() {
    assertThat(of(seen(EQUIVALENT, -5, 100)).inParity()).isEqualTo(Duration.ofSeconds(100));
    assertThat(of(seen(IN_PARITY, 0, 99)).inParity()).isLessThan(Duration.ofSeconds(100));
  }

  /** A clock was set back: two stories of the same time. */
  @Test
  void severalOfTheSameTime_countWithTheWorst() {
    HostTimeline timeline =
        of(seen(IN_PARITY, 0, 100), seen(UNPROVEN, 10, 40), seen(DIVERGED, 20, 30));

    assertThat(lines(timeline))
        .containsExactly(
            "IN_PARITY 0-10000",
            "UNPROVEN 10000-20000",
            "DIVERGED 20000-30001",
            "UNPROVEN 30001-40001",
            "IN_PARITY 40001-100000");
  }

  @Test
  void seenOnce_isNotLost() {
    assertThat(of(seen(DIVERGED, 50, 50)).notInParity()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void outsideTheTime_isLeftOut() {
    assertThat(lines(of(seen(DIVERGED, -20, -10), seen(DIVERGED, 101, 102))))
        .containsExactly("UNKNOWN 0-100000");
  }

  @Test
  void unknownCannotBeSeen_norAnEndBeforeItsBeginning() {
    assertThatThrownBy(() -> seen(UNKNOWN, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seen(IN_PARITY, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Moment by moment: good is what something covers, and nothing bad. */
  @Test
  void anyStory_goodIsNeverMoreThanWasSeenGood() {
    Random random = new Random(7);
    Verdict[] verdicts = {IN_PARITY, EQUIVALENT, DIVERGED, UNPROVEN};
    for (int story = 0; story < 200; story++) {
      List<Sighting> seen = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        int from = random.nextInt(120) - 10;
        seen.add(seen(verdicts[random.nextInt(4)], from, from + random.nextInt(30)));
      }
      HostTimeline timeline = HostTimeline.of("kms2", seen, START, at(100));

      long good = 0;
      for (int ms = 0; ms < 100_000; ms += 100) {
        Instant moment = START.plusMillis(ms + 50);
        List<Sighting> there =
            seen.stream()
                .filter(it -> !it.from().isAfter(moment) && it.until().isAfter(moment))
                .toList();
        good +=
            !there.isEmpty() && there.stream().allMatch(it -> it.verdict().isInParity()) ? 100 : 0;
      }
      assertThat(timeline.inParity().toMillis()).as("%s", seen).isBetween(good - 10, good + 10);
      assertThat(timeline.inParity().plus(timeline.notInParity()).plus(timeline.notKnown()))
          .isEqualTo(Duration.ofSeconds(100));
    }
  }
}
