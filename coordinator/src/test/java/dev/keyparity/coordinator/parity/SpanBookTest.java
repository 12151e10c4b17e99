package dev.keyparity.coordinator.parity;

import static dev.keyparity.keyring.Verdict.DIVERGED;
import static dev.keyparity.keyring.Verdict.IN_PARITY;
import static dev.keyparity.keyring.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.VerdictSpan;
import dev.keyparity.coordinator.evidence.VerdictSpans;
import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The numbered rules of {@link SpanBook}, on one host whose story is told in seconds. */
class SpanBookTest {
  private static final Instant START = Reported.NOON;

  private final SpanBook book = new SpanBook();

  private void look(double second, @Nullable Verdict verdict) {
    look(second, verdict, "identity", "held");
  }

  private void look(double second, @Nullable Verdict verdict, String identity, String held) {
    HostVerdict seen =
        new HostVerdict("kms2", verdict, "", List.of(), Set.of(), held, "", false, false, false);
    book.look(
        new ServiceParity(List.of(), identity, List.of(new ServiceParity.Host(seen, null, false))),
        at(second));
  }

  private void lookEach500ms(double from, double until, Verdict verdict) {
    for (double second = from; second <= until; second += 0.5) {
      look(second, verdict);
    }
  }

  private static Instant at(double second) {
    return START.plusMillis((long) (second * 1000));
  }

  private List<String> due(double second) {
    return lines(book.due(at(second)));
  }

  private static List<String> lines(SpanBook.Due due) {
    List<String> lines = new ArrayList<>();
    for (VerdictSpan span : due.spans().getOrDefault("kms2", List.of())) {
      lines.add("%s %s-%s".formatted(span.verdict(), second(span.from()), second(span.until())));
    }
    return lines;
  }

  private static String second(Instant at) {
    return String.valueOf(Duration.between(START, at).toMillis() / 1000.0);
  }

  @Test
  void theSame_lookAfterLook_isOneSpan() {
    lookEach500ms(0, 10, IN_PARITY);

    assertThat(due(10)).containsExactly("IN_PARITY 0.0-10.0");
  }

  @Test
  void another_beginsASpan_andTheOneBeforeEndedAtItsLastLook() {
    lookEach500ms(0, 3, IN_PARITY);
    look(3.2, DIVERGED);
    look(3.5, IN_PARITY);

    assertThat(due(3.5))
        .containsExactly("IN_PARITY 0.0-3.0", "DIVERGED 3.2-3.2", "IN_PARITY 3.5-3.5");
  }

  @Test
  void anotherKeyApprovedOrHeld_beginsASpan() {
    look(0, DIVERGED);
    look(1, DIVERGED, "identity", "other");
    look(2, DIVERGED, "another identity", "other");

    assertThat(due(2)).hasSize(3);
  }

  @Test
  void nothingKnown_orNothingApproved_isAGap() {
    lookEach500ms(0, 2, IN_PARITY);
    lookEach500ms(2.5, 4, UNKNOWN);
    look(4.5, null);
    look(5, IN_PARITY);

    assertThat(due(5)).containsExactly("IN_PARITY 0.0-2.0", "IN_PARITY 5.0-5.0");
  }

  /** A leader that was stopped, or cut off from ZooKeeper, does not know what was in between. */
  @Test
  void aPause_isAGap_thoughTheSameIsSeenAfterIt() {
    look(0, IN_PARITY);
    look(5, IN_PARITY);
    look(10.001, IN_PARITY);

    assertThat(due(11)).containsExactly("IN_PARITY 0.0-5.0", "IN_PARITY 10.001-10.001");
  }

  @Test
  void aClockSetBack_beginsASpan() {
    look(100, IN_PARITY);
    look(50, IN_PARITY);
    look(50.5, DIVERGED);

    assertThat(due(51))
        .containsExactly("IN_PARITY 100.0-100.0", "IN_PARITY 50.0-50.0", "DIVERGED 50.5-50.5");
  }

  @Test
  void due_atOnceForNews_eachMinuteForWhatGoesOn() {
    look(0, IN_PARITY);
    SpanBook.Due first = book.due(at(0));
    book.saved(first, at(0));
    assertThat(lines(first)).containsExactly("IN_PARITY 0.0-0.0");

    lookEach500ms(0.5, 59.5, IN_PARITY);
    assertThat(due(59.5)).isEmpty();
    look(60, IN_PARITY);
    SpanBook.Due minute = book.due(at(60));
    assertThat(lines(minute)).containsExactly("IN_PARITY 0.0-60.0");
    book.saved(minute, at(60));

    look(60.5, UNKNOWN);
    assertThat(due(60.5)).as("it ended where it is on record").isEmpty();
    look(61, DIVERGED);
    assertThat(due(61)).containsExactly("DIVERGED 61.0-61.0");
  }

  @Test
  void end_ofASpanThatWentOn_isNews() {
    look(0, IN_PARITY);
    book.saved(book.due(at(0)), at(0));
    lookEach500ms(0.5, 20, IN_PARITY);
    look(20.5, UNKNOWN);

    assertThat(due(20.5)).containsExactly("IN_PARITY 0.0-20.0");
  }

  /** A write takes a while; what is seen meanwhile must not be taken for written. */
  @Test
  void newsWhileItIsWritten_staysDue() {
    look(0, IN_PARITY);
    SpanBook.Due due = book.due(at(0));
    look(0.5, DIVERGED);
    book.saved(due, at(1));

    assertThat(due(1)).containsExactly("DIVERGED 0.5-0.5");
  }

  @Test
  void notWrittenForLong_bounded() {
    for (int second = 0; second < VerdictSpans.KEPT + 10; second++) {
      look(second, second % 2 == 0 ? IN_PARITY : DIVERGED);
    }

    assertThat(due(1000)).hasSize(VerdictSpans.KEPT).contains("IN_PARITY 408.0-408.0");
  }
}
