package dev.keyparity.coordinator.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.keyring.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictSpansTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String IDENTITY = "c3".repeat(32);
  private static final String KEY = "4F2A".repeat(10);

  private static VerdictSpan span(Verdict verdict, long from, long until) {
    return new VerdictSpan(verdict, IDENTITY, KEY, NOON.plusSeconds(from), NOON.plusSeconds(until));
  }

  @Test
  void spans_areAsTheirGoldenFile() throws Exception {
    VerdictSpans spans =
        new VerdictSpans(
            List.of(
                span(Verdict.IN_PARITY, 0, 60),
                new VerdictSpan(
                    Verdict.ABSENT, IDENTITY, "", NOON.plusSeconds(61), NOON.plusMillis(62_500))));
    Golden.check(
        "verdicts-1.json", VerdictSpans.TYPE.encode(spans), VerdictSpans.TYPE::decode, spans);
  }

  @ParameterizedTest
  @CsvSource({"ABSENT,UNKNOWN", "ABSENT,FINE", "12:01:02.500Z,11:01:02.500Z"})
  void spansThatSayWhatCannotBe_areRefused(String found, String replaced) {
    byte[] changed = Golden.edited("verdicts-1.json", found, replaced);

    assertThatThrownBy(() -> VerdictSpans.TYPE.decode(changed)).isInstanceOf(MalformedRecord.class);
  }

  @Test
  void with_theSameAgain_changesNothing_longerIsLonger() {
    VerdictSpans one =
        VerdictSpans.NONE.with(
            List.of(span(Verdict.IN_PARITY, 0, 9), span(Verdict.ABSENT, 10, 20)));

    assertThat(one.with(one.spans())).isEqualTo(one);
    assertThat(one.with(List.of(span(Verdict.ABSENT, 10, 15)))).isEqualTo(one);
    assertThat(one.with(List.of(span(Verdict.ABSENT, 10, 30))).spans())
        .containsExactly(span(Verdict.IN_PARITY, 0, 9), span(Verdict.ABSENT, 10, 30));
    assertThat(one.with(List.of(span(Verdict.DIVERGED, 10, 30))).spans()).hasSize(3);
  }

  @Test
  void with_moreThanAreKept_theOldestGo_andItStillFitsARecord() {
    List<VerdictSpan> many = new ArrayList<>();
    for (int i = 0; i < VerdictSpans.KEPT + 5; i++) {
      many.add(span(Verdict.ROLLED_BACK, i, i));
    }

    VerdictSpans kept = VerdictSpans.NONE.with(many);

    assertThat(kept.spans()).isEqualTo(many.subList(5, many.size()));
    assertThat(VerdictSpans.TYPE.encode(kept)).hasSizeLessThan(RecordStore.MAX_BYTES / 2);
  }

  @Test
  void records_ofEachHost_untilTheServiceIsRemoved() {
    FakeLeadership leadership = new FakeLeadership("prod", "coord1");
    FencingToken token = leadership.gain();
    InMemoryRecordStore store = new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
    VerdictRecords records = new VerdictRecords(store);

    assertThat(records.of("kms-prod")).isEmpty();
    records.add(token, "kms-prod", "kms2", List.of(span(Verdict.IN_PARITY, 0, 9)));
    records.add(token, "kms-prod", "kms1", List.of(span(Verdict.ABSENT, 0, 9)));
    records.add(token, "kms-prod", "kms2", List.of(span(Verdict.IN_PARITY, 0, 12)));
    int writes = store.writes();
    records.add(token, "kms-prod", "kms2", List.of(span(Verdict.IN_PARITY, 0, 12)));

    assertThat(store.writes()).isEqualTo(writes);
    assertThat(records.of("kms-prod"))
        .containsOnlyKeys("kms1", "kms2")
        .containsEntry("kms2", new VerdictSpans(List.of(span(Verdict.IN_PARITY, 0, 12))));
    store.removeService(token, "kms-prod");
    assertThat(records.of("kms-prod")).isEmpty();
  }
}
