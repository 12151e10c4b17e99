package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.ParityBench.eventually;
import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.report;
import static dev.keyparity.coordinator.parity.Reported.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.VerdictRecords;
import dev.keyparity.coordinator.evidence.VerdictSpan;
import dev.keyparity.coordinator.evidence.VerdictSpans;
import dev.keyparity.coordinator.parity.ParityBench.Coordinator;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.keyring.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class VerdictHistoryTest {
  private final ParityBench bench = new ParityBench();
  private final VerdictHistory first = history(bench.first);
  private final VerdictHistory second = history(bench.second);

  private VerdictHistory history(Coordinator of) {
    return new VerdictHistory(
        new VerdictHistory.Ports(
            of.leadership,
            () -> of.leadership.token().isPresent() ? List.of(Reported.SPEC) : List.of(),
            bench.fleet,
            of.board,
            new VerdictRecords(of.records),
            bench.clock,
            (doing, fault) -> bench.escaped.add(fault)));
  }

  @BeforeEach
  void start() {
    first.start();
    second.start();
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    bench.close();
    assertThat(bench.escaped).isEmpty();
  }

  private List<VerdictSpan> spans(String host) {
    return new VerdictRecords(bench.store)
        .of(SERVICE)
        .getOrDefault(host, VerdictSpans.NONE)
        .spans();
  }

  private List<Verdict> verdicts(String host) {
    return spans(host).stream().map(VerdictSpan::verdict).toList();
  }

  private void inParity() {
    bench.first.leadership.gain();
    bench.first.approve(statement(1, KEY));
    bench.fleet.report(SERVICE, report("kms1", KEY).build());
    bench.fleet.report(SERVICE, report("kms2", KEY).build());
    eventually(() -> assertThat(verdicts("kms1")).containsExactly(Verdict.IN_PARITY));
    eventually(() -> assertThat(verdicts("kms2")).containsExactly(Verdict.IN_PARITY));
  }

  @Test
  void seen_isOnRecord_withTheKeyItWasHeldAgainst_andNothingOfASilentHost() {
    inParity();
    bench.fleet.report(SERVICE, report("kms2", ROGUE).build());

    eventually(
        () -> assertThat(verdicts("kms2")).containsExactly(Verdict.IN_PARITY, Verdict.DIVERGED));
    VerdictSpan drift = spans("kms2").get(1);
    assertThat(drift.identity()).isEqualTo(KEY.identity());
    assertThat(drift.held()).isEqualTo(ROGUE.primary());
    assertThat(spans("kms3")).isEmpty();
    assertThat(second.notOnRecord(SERVICE)).isEmpty();
  }

  /** Unless time goes on, what is on record is all there is. */
  @Test
  void notOnRecord_isWhatGoesOn() {
    inParity();
    eventually(() -> assertThat(first.notOnRecord(SERVICE)).isEmpty());
    bench.clock.advance(Duration.ofSeconds(2));

    eventually(
        () ->
            assertThat(first.notOnRecord(SERVICE).get("kms1"))
                .extracting(VerdictSpan::until)
                .containsExactly(Reported.NOON.plusSeconds(2)));
    assertThat(spans("kms1").get(0).until()).isEqualTo(Reported.NOON);
  }

  /** An hour without a leader is an hour of which nothing is known. */
  @Test
  void betweenTwoLeaders_isAGap() {
    inParity();
    bench.first.leadership.lose();
    bench.clock.advance(Duration.ofHours(1));
    bench.second.leadership.gain();

    eventually(() -> assertThat(spans("kms1")).hasSize(2));
    assertThat(spans("kms1").get(0).until()).isBefore(Reported.NOON.plusSeconds(60));
    assertThat(spans("kms1").get(1).from()).isEqualTo(Reported.NOON.plusSeconds(3600));
  }

  @Test
  void recordThatCannotBeRead_isLeftAlone_andCostsNoOtherHost() {
    RecordKey broken = RecordKey.of(Kind.VERDICTS, SERVICE, "kms1");
    bench.first.leadership.gain();
    bench.overwrite(broken, "rubbish");
    bench.first.approve(statement(1, KEY));
    bench.fleet.report(SERVICE, report("kms1", KEY).build());
    bench.fleet.report(SERVICE, report("kms2", KEY).build());

    RecordKey other = RecordKey.of(Kind.VERDICTS, SERVICE, "kms2");
    eventually(() -> assertThat(bench.store.read(other)).isPresent());
    assertThat(bench.store.read(broken).orElseThrow().value())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("rubbish");
  }

  @Test
  void storeThatFails_isTriedAgain() {
    inParity();
    bench.store.plan(WriteFault.UNAVAILABLE, WriteFault.UNAVAILABLE);
    bench.fleet.report(SERVICE, report("kms2", ROGUE).build());
    eventually(() -> assertThat(bench.events()).hasSize(1));
    bench.clock.advance(Duration.ofSeconds(5));

    eventually(() -> assertThat(verdicts("kms2")).contains(Verdict.DIVERGED));
  }
}
