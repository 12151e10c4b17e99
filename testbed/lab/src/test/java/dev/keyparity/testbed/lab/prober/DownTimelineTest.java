package dev.keyparity.testbed.lab.prober;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DownTimelineTest {
  private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");

  private final DownTimeline timeline = new DownTimeline(Set.of("kms1", "kms2", "kms3"));

  @Test
  void beforeAllHaveServed_nothingCounts() {
    served("kms1", 0);
    served("kms2", 10);
    failed("kms1", 20);
    failed("kms3", 30);

    DownReport report = timeline.report(at(100));

    assertThat(report.since()).isNull();
    assertThat(report.downAtOnceMax()).isZero();
    assertThat(report.intervals()).isEmpty();
  }

  @Test
  void fromTheMomentTheLastFirstServes_itCounts() {
    allServe();

    assertThat(timeline.report(at(100)).since()).isEqualTo(at(5));
  }

  @Test
  void probeThatBeganBeforeAllServed_butFailedAfter_doesNotCount() {
    allServe();

    timeline.failed("kms1", at(4), "refused");

    assertThat(timeline.report(at(100)).intervals()).isEmpty();
  }

  @Test
  void outage_lastsFromTheFirstFailedProbeToTheFirstAnswer() {
    allServe();
    failed("kms2", 100);
    failed("kms2", 150);
    served("kms2", 200);
    failed("kms2", 400);
    served("kms2", 450);

    DownReport report = timeline.report(at(500));

    assertThat(report.intervals())
        .containsExactly(
            new DownInterval("kms2", at(100), Duration.ofMillis(105), true, "refused"),
            new DownInterval("kms2", at(400), Duration.ofMillis(55), true, "refused"));
    assertThat(report.downAtOnceMax()).isOne();
    assertThat(report.probes()).isEqualTo(5);
  }

  @Test
  void outage_stillGoingOn_lastsToTheEndAndIsNotOver() {
    allServe();
    failed("kms2", 100);

    assertThat(timeline.report(at(500)).intervals())
        .containsExactly(
            new DownInterval("kms2", at(100), Duration.ofMillis(400), false, "refused"));
  }

  @Test
  void outages_oneAfterTheOther_areOneAtOnce() {
    allServe();
    failed("kms1", 100);
    timeline.served("kms1", at(195), at(200));
    failed("kms2", 200);
    served("kms2", 300);

    assertThat(timeline.report(at(500)).downAtOnceMax()).isOne();
  }

  @Test
  void outages_thatOverlap_areCountedByHowManyAtOneInstant() {
    allServe();
    failed("kms1", 100);
    failed("kms2", 150);
    served("kms1", 200);
    failed("kms3", 250);

    assertThat(timeline.report(at(500)).downAtOnceMax()).isEqualTo(2);
    failed("kms1", 450);
    assertThat(timeline.report(at(500)).downAtOnceMax()).isEqualTo(3);
  }

  @Test
  void outages_thatBeganTogether_areAllCounted() {
    allServe();
    failed("kms1", 100);
    failed("kms2", 100);

    assertThat(timeline.report(at(500)).downAtOnceMax()).isEqualTo(2);
  }

  @Test
  void slowAnswer_isNoOutageButIsTold() {
    allServe();
    timeline.served("kms1", at(100), at(900));

    DownReport report = timeline.report(at(1000));

    assertThat(report.intervals()).isEmpty();
    assertThat(report.slowest()).isEqualTo(Duration.ofMillis(800));
  }

  private void allServe() {
    served("kms1", 0);
    served("kms2", 0);
    served("kms3", 0);
  }

  /** Answered 5 ms after it was begun. */
  private void served(String host, long begunMillis) {
    timeline.served(host, at(begunMillis), at(begunMillis + 5));
  }

  private void failed(String host, long begunMillis) {
    timeline.failed(host, at(begunMillis), "refused");
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }
}
