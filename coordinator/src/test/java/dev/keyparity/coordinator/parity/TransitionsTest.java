package dev.keyparity.coordinator.parity;

import static dev.keyparity.keyring.Verdict.ABSENT;
import static dev.keyparity.keyring.Verdict.CHANGING;
import static dev.keyparity.keyring.Verdict.DAMAGED;
import static dev.keyparity.keyring.Verdict.DIVERGED;
import static dev.keyparity.keyring.Verdict.EQUIVALENT;
import static dev.keyparity.keyring.Verdict.IN_PARITY;
import static dev.keyparity.keyring.Verdict.ROLLED_BACK;
import static dev.keyparity.keyring.Verdict.SUBSET;
import static dev.keyparity.keyring.Verdict.UNKNOWN;
import static dev.keyparity.keyring.Verdict.UNPROVEN;
import static dev.keyparity.keyring.Verdict.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.parity.Transitions.Outcome;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.keyring.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbered rules of {@link Transitions}, each on one host whose story is told in seconds. */
class TransitionsTest {
  private static final Instant START = Reported.NOON;

  private ParityRecord record = ParityRecord.EMPTY;
  private Sanctions sanctions = Sanctions.NONE;
  private final List<String> events = new ArrayList<>();
  private final List<String> drifted = new ArrayList<>();

  private static HostVerdict host(@Nullable Verdict verdict, String held, boolean pending) {
    return new HostVerdict(
        "kms2", verdict, "why", List.of(), Set.of(), held, "sha of " + held, pending, false, false);
  }

  private static HostVerdict host(Verdict verdict) {
    return host(verdict, "", false);
  }

  private static HostVerdict good() {
    return HostVerdict.of("kms1", IN_PARITY, "", false);
  }

  /** What is told if this is seen that many seconds after the start, with a good host beside it. */
  private List<String> at(double seconds, HostVerdict seen) {
    return among(seconds, List.of(good(), seen));
  }

  private List<String> among(double seconds, List<HostVerdict> seen) {
    Outcome outcome =
        Transitions.of(record, seen, sanctions, START.plusMillis((long) (seconds * 1000)));
    record = outcome.record();
    drifted.addAll(outcome.drifted());
    List<String> told = outcome.events().stream().map(TransitionsTest::line).toList();
    events.addAll(told);
    return told;
  }

  private static String line(Event event) {
    return event.severity() + " " + event.message();
  }

  private Instant since() {
    return record.host("kms2").orElseThrow().since();
  }

  // --- 1: a drift is told once, and again if the host then holds something else ---

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"DIVERGED", "SUBSET", "DAMAGED", "ABSENT", "UNREADABLE", "ROLLED_BACK"})
  void drift_everyKind_toldAtOnceAndOnce(Verdict verdict) {
    at(0, host(IN_PARITY));

    assertThat(at(1, host(verdict)))
        .singleElement()
        .asString()
        .startsWith("CRITICAL kms2 drifted: ")
        .endsWith(": why");
    assertThat(at(2, host(verdict))).isEmpty();
    assertThat(at(3600, host(verdict))).isEmpty();
    assertThat(drifted).containsExactly("kms2");
    assertThat(since()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void absent_joining_noAlarm_aWarningIfItLasts() {
    HostVerdict joining = host(ABSENT).joining();

    assertThat(at(0, joining)).isEmpty();
    assertThat(at(10, joining)).containsExactly("WARNING kms2: it holds no key: why");
    assertThat(at(3600, joining)).isEmpty();
    assertThat(drifted).isEmpty();
  }

  @Test
  void drift_words_sayWhatIsWrong() {
    assertThat(at(0, host(DIVERGED)))
        .containsExactly("CRITICAL kms2 drifted: it holds another key: why");
    assertThat(at(1, host(SUBSET)))
        .containsExactly("CRITICAL kms2 drifted: a key is missing from its key file: why");
    assertThat(at(2, host(DAMAGED)))
        .containsExactly("CRITICAL kms2 drifted: its key file is damaged: why");
    assertThat(at(3, host(ABSENT)))
        .containsExactly("CRITICAL kms2 drifted: its key file is gone: why");
    assertThat(at(4, host(UNREADABLE)))
        .containsExactly("CRITICAL kms2 drifted: its key file cannot be read: why");
    assertThat(at(5, host(ROLLED_BACK)))
        .containsExactly("CRITICAL kms2 drifted: nothing it says of itself can be relied on: why");
  }

  @Test
  void drift_toAnotherKeyAgain_toldAgain() {
    at(0, host(DIVERGED, "AAAA", false));

    assertThat(at(1, host(DIVERGED, "BBBB", false))).hasSize(1);
    assertThat(at(2, host(DIVERGED, "BBBB", false))).isEmpty();
    assertThat(drifted).containsExactly("kms2", "kms2");
  }

  // --- 2: what an open run is about to change ---

  @Test
  void drift_sanctioned_notToldWhileItIsExactlyThat() {
    sanctions = new Sanctions(Map.of("kms2", Set.of("sha of AAAA")));
    at(0, host(IN_PARITY));

    assertThat(at(1, host(DIVERGED, "AAAA", false))).isEmpty();
    assertThat(at(2, host(DIVERGED, "BBBB", false))).hasSize(1);
    assertThat(drifted).containsExactly("kms2");
  }

  @Test
  void drift_stillThereWhenTheRunIsOver_told() {
    sanctions = new Sanctions(Map.of("kms2", Set.of("sha of AAAA")));
    at(0, host(DIVERGED, "AAAA", false));
    sanctions = Sanctions.NONE;

    assertThat(at(60, host(DIVERGED, "AAAA", false))).hasSize(1);
  }

  @Test
  void drift_sanctionedOnAnotherHost_told() {
    sanctions = new Sanctions(Map.of("kms3", Set.of("sha of AAAA")));

    assertThat(at(0, host(DIVERGED, "AAAA", false))).hasSize(1);
  }

  // --- 3: warnings, when they last ---

  @Test
  void silence_toldOnceWhenItLasted() {
    at(0, host(IN_PARITY));

    assertThat(at(1, host(UNKNOWN))).isEmpty();
    assertThat(at(10.9, host(UNKNOWN))).isEmpty();
    assertThat(at(11, host(UNKNOWN))).containsExactly("WARNING kms2: nothing is known of it: why");
    assertThat(at(500, host(UNKNOWN))).isEmpty();
    assertThat(drifted).isEmpty();
  }

  @Test
  void doubt_toldOnceWhenItLasted() {
    at(0, host(UNPROVEN));

    assertThat(at(10, host(UNPROVEN))).containsExactly("WARNING kms2: not proven: why");
    assertThat(at(20, host(UNPROVEN))).isEmpty();
  }

  /** A file that is written again and again must not hide behind it. */
  @Test
  void changing_withoutAnEnd_told() {
    at(0, host(CHANGING));

    assertThat(at(9, host(CHANGING))).isEmpty();
    assertThat(at(10, host(CHANGING)))
        .containsExactly("WARNING kms2: it does not come to rest: why");
  }

  @Test
  void doubt_thatFallsSilent_silenceIsToldToo() {
    at(0, host(UNPROVEN));
    at(10, host(UNPROVEN));

    assertThat(at(11, host(UNKNOWN))).isEmpty();
    assertThat(at(21, host(UNKNOWN))).hasSize(1);
  }

  @Test
  void drift_thatFallsSilentAndComesBack_isTheDriftThatWasTold() {
    at(0, host(DIVERGED, "AAAA", false));

    assertThat(at(1, host(UNKNOWN))).isEmpty();
    assertThat(at(60, host(UNKNOWN))).isEmpty();
    assertThat(at(61, host(DIVERGED, "AAAA", false))).isEmpty();
    assertThat(drifted).containsExactly("kms2");
  }

  @Test
  void silence_beginningInTheFuture_aClockWasSetBack_told() {
    at(3600, host(UNKNOWN));

    assertThat(at(0, host(UNKNOWN))).hasSize(1);
  }

  // --- 4: good again ---

  @Test
  void good_afterADrift_toldOnce() {
    at(0, host(DIVERGED, "AAAA", false));

    assertThat(at(1, host(EQUIVALENT))).containsExactly("INFO kms2 holds the approved key again");
    assertThat(at(2, host(IN_PARITY))).isEmpty();
    assertThat(at(3, host(DIVERGED, "AAAA", false))).hasSize(1);
  }

  @Test
  void good_afterSilence_saysSo() {
    at(0, host(UNKNOWN));
    at(10, host(UNKNOWN));

    assertThat(at(11, host(IN_PARITY)))
        .containsExactly("INFO kms2 reports again: it holds the approved key");
  }

  @Test
  void good_afterTroubleThatWasNotTold_notTold() {
    at(0, host(UNKNOWN));
    at(1, host(CHANGING));

    assertThat(at(2, host(IN_PARITY))).isEmpty();
  }

  // --- 5: an answer is waited for, for a moment ---

  @Test
  void drift_pending_toldInTheRightWordsWhenAnswered() {
    assertThat(at(0, host(SUBSET, "AAAA", true))).isEmpty();

    assertThat(at(0.3, host(DAMAGED, "AAAA", false)))
        .containsExactly("CRITICAL kms2 drifted: its key file is damaged: why");
    assertThat(drifted).containsExactly("kms2");
  }

  @Test
  void drift_pendingAndNeverAnswered_toldAfterAMoment() {
    at(0, host(SUBSET, "AAAA", true));

    assertThat(at(1.9, host(SUBSET, "AAAA", true))).isEmpty();
    assertThat(at(2, host(SUBSET, "AAAA", true))).hasSize(1);
  }

  @Test
  void drift_pendingWithoutAGoodHost_toldAtOnce() {
    assertThat(among(0, List.of(host(SUBSET, "AAAA", true)))).hasSize(1);
  }

  // --- 6: not known yet ---

  @Test
  void notKnownYet_endsNothingAndBeginsNothing() {
    at(0, host(DIVERGED, "AAAA", false));
    ParityRecord before = record;

    assertThat(at(5, host(UNKNOWN, "", true))).isEmpty();
    assertThat(record).isEqualTo(before);
    assertThat(at(500, host(UNKNOWN, "", true))).isEmpty();
    assertThat(at(501, host(DIVERGED, "AAAA", false))).isEmpty();
    assertThat(since()).isEqualTo(START);
  }

  @Test
  void notKnownYet_ofAHostThatWasNeverSeen_leavesNoTrace() {
    at(0, host(UNKNOWN, "", true));

    assertThat(record.host("kms2")).isEmpty();
  }

  @Test
  void noVerdict_leavesNoTrace() {
    at(0, host(DIVERGED));

    assertThat(at(1, host(null, "", false))).isEmpty();
    assertThat(record.host("kms2")).isEmpty();
  }

  @Test
  void hostOfTheServiceNoMore_leavesNoTrace() {
    at(0, host(DIVERGED));
    among(1, List.of(good()));

    assertThat(record.hosts()).containsOnlyKeys("kms1");
  }

  // --- whatever happens ---

  /** One thing seen of two hosts, and how long after the one before. */
  record Seen(long afterMillis, HostVerdict kms1, HostVerdict kms2, boolean sanctioned) {
    List<HostVerdict> verdicts() {
      return List.of(kms1, kms2);
    }

    Sanctions sanctions() {
      return sanctioned ? new Sanctions(Map.of("kms2", Set.of("sha of AAAA"))) : Sanctions.NONE;
    }
  }

  @Provide
  Arbitrary<List<Seen>> stories() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 12_000),
            hosts("kms1"),
            hosts("kms2"),
            Arbitraries.of(true, false))
        .as(Seen::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private static Arbitrary<HostVerdict> hosts(String name) {
    return Combinators.combine(
            Arbitraries.of(Verdict.class).injectNull(0.05),
            Arbitraries.of("", "AAAA", "BBBB"),
            Arbitraries.of(true, false, false))
        .as(
            (verdict, held, pending) ->
                new HostVerdict(
                    name,
                    verdict,
                    "why",
                    List.of(),
                    Set.of(),
                    held,
                    "sha of " + held,
                    pending,
                    false,
                    false));
  }

  private static List<Event> tell(List<Seen> story, boolean leaderDiesEachTime) {
    List<Event> told = new ArrayList<>();
    ParityRecord record = ParityRecord.EMPTY;
    Instant now = START;
    for (Seen seen : story) {
      now = now.plusMillis(seen.afterMillis());
      Outcome outcome = Transitions.of(record, seen.verdicts(), seen.sanctions(), now);
      told.addAll(outcome.events());
      record = leaderDiesEachTime ? recalled(outcome.record()) : outcome.record();
    }
    return told;
  }

  private static ParityRecord recalled(ParityRecord record) {
    try {
      return ParityRecord.TYPE.decode(ParityRecord.TYPE.encode(record));
    } catch (MalformedRecord e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 500)
  void sameVerdictsAgain_tellNothingNew(@ForAll("stories") List<Seen> story) {
    ParityRecord before = ParityRecord.EMPTY;
    Instant now = START;
    for (Seen seen : story) {
      now = now.plusMillis(seen.afterMillis());
      Outcome once = Transitions.of(before, seen.verdicts(), seen.sanctions(), now);
      Outcome again = Transitions.of(once.record(), seen.verdicts(), seen.sanctions(), now);
      assertThat(again.events()).isEmpty();
      assertThat(again.drifted()).isEmpty();
      assertThat(again.record()).isEqualTo(once.record());
      before = once.record();
    }
  }

  /** Whether one coordinator leads all the time or another one after each step: told alike. */
  @Property(tries = 500)
  void anotherLeaderAfterEachStep_tellsTheSame(@ForAll("stories") List<Seen> story) {
    assertThat(tell(story, true)).isEqualTo(tell(story, false));
  }

  /** No drift that is known for certain and that no run explains stays untold. */
  @Property(tries = 500)
  void certainDrift_neverUntold(@ForAll("stories") List<Seen> story) {
    ParityRecord record = ParityRecord.EMPTY;
    Instant now = START;
    for (Seen seen : story) {
      now = now.plusMillis(seen.afterMillis());
      record = Transitions.of(record, seen.verdicts(), seen.sanctions(), now).record();
      for (HostVerdict host : seen.verdicts()) {
        if (host.isDrift() && !host.isPending() && !seen.sanctions().covers(host)) {
          assertThat(record.host(host.host()).orElseThrow().told())
              .startsWith(host.verdict().orElseThrow().name());
        }
      }
    }
  }
}
