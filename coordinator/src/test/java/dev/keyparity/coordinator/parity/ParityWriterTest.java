package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.parity.Transitions.Outcome;
import dev.keyparity.coordinator.records.GatedRecordStore;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.keyring.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParityWriterTest {
  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private FencingToken token = leadership.gain();
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final GatedRecordStore gate = new GatedRecordStore(store);
  private final Evidence evidence = new Evidence(gate);
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final ParityWriter writer =
      new ParityWriter(evidence, (doing, fault) -> escaped.add(fault));
  private long reign = writer.begin();

  @AfterEach
  void close() {
    gate.letWritesGo();
    gate.letReadsGo();
    writer.close();
    assertThat(escaped).isEmpty();
  }

  private static void eventually(ThrowingRunnable holds) {
    await().atMost(TestTimeouts.SOON).untilAsserted(holds);
  }

  private static ParityRecord record(Verdict verdict) {
    return new ParityRecord(
        new TreeMap<>(Map.of("kms2", new ParityRecord.Host(verdict, Reported.NOON, ""))));
  }

  private void write(Verdict verdict, String... events) {
    writer.write(
        reign,
        token,
        SERVICE,
        new Outcome(
            record(verdict),
            List.of(events).stream()
                .map(it -> new Event(Reported.NOON, Severity.CRITICAL, it))
                .toList(),
            List.of()));
  }

  /** Oldest first. */
  private List<String> onRecord() {
    List<String> events =
        new ArrayList<>(
            new Evidence(store).events(SERVICE).events().stream().map(Event::message).toList());
    Collections.reverse(events);
    return events;
  }

  private ParityRecord verdicts() {
    return new Evidence(store).read(ParityRecord.TYPE, SERVICE).orElse(ParityRecord.EMPTY);
  }

  @Test
  void write_recordAndEvents_together() {
    write(Verdict.DIVERGED, "a drift");

    eventually(() -> assertThat(verdicts()).isEqualTo(record(Verdict.DIVERGED)));
    assertThat(onRecord()).containsExactly("a drift");
    assertThat(store.writes()).isEqualTo(1);
  }

  @Test
  void write_failed_repeatedUntilItSucceeds() {
    store.plan(WriteFault.UNAVAILABLE, WriteFault.UNAVAILABLE);

    write(Verdict.DIVERGED, "a drift");

    eventually(() -> assertThat(verdicts()).isEqualTo(record(Verdict.DIVERGED)));
    assertThat(onRecord()).containsExactly("a drift");
  }

  /** The write is carried out while its answer is lost: it is repeated, and told once. */
  @Test
  void write_replyLost_eventOnRecordOnce() {
    store.plan(WriteFault.REPLY_LOST, WriteFault.REPLY_LOST);

    write(Verdict.DIVERGED, "a drift");

    eventually(() -> assertThat(store.writes()).isEqualTo(3));
    assertThat(onRecord()).containsExactly("a drift");
  }

  @Test
  void writes_whileTheStoreIsSlowOrFails_orderKeptAndNothingLost() {
    gate.holdWrites();
    write(Verdict.DIVERGED, "one");
    eventually(() -> assertThat(gate.waiting()).isEqualTo(1));
    store.plan(WriteFault.UNAVAILABLE);
    write(Verdict.UNKNOWN, "two");
    write(Verdict.IN_PARITY, "three", "four");
    gate.letWritesGo();

    eventually(() -> assertThat(onRecord()).containsExactly("one", "two", "three", "four"));
    assertThat(verdicts()).isEqualTo(record(Verdict.IN_PARITY));
  }

  /** A broken event list is mended by hand; until then nothing of it may be dropped. */
  @Test
  void write_eventListDamaged_keptUntilItIsMended() {
    RecordKey events = RecordKey.of(Kind.EVENTS, SERVICE);
    store.write(token, new RecordWrite.Create(events, "rubbish".getBytes(UTF_8)));
    write(Verdict.DIVERGED, "a drift");
    eventually(() -> assertThat(store.writes()).isEqualTo(1));

    store.write(token, new RecordWrite.Remove(events, 0));
    write(Verdict.IN_PARITY, "good again");

    eventually(() -> assertThat(onRecord()).containsExactly("a drift", "good again"));
  }

  @Test
  void begin_whatWasNotWritten_isDropped() {
    gate.holdWrites();
    write(Verdict.DIVERGED, "in the store's hands");
    eventually(() -> assertThat(gate.waiting()).isEqualTo(1));
    write(Verdict.DIVERGED, "waits behind it");

    leadership.lose();
    long old = reign;
    FencingToken oldToken = token;
    token = leadership.gain();
    reign = writer.begin();
    gate.letWritesGo();
    writer.write(
        old, oldToken, SERVICE, new Outcome(record(Verdict.DIVERGED), List.of(), List.of()));
    write(Verdict.IN_PARITY, "of the new leadership");

    eventually(() -> assertThat(onRecord()).containsExactly("of the new leadership"));
    assertThat(verdicts()).isEqualTo(record(Verdict.IN_PARITY));
  }

  @Test
  void recall_onRecord_handedOverOnce() {
    write(Verdict.DIVERGED);
    eventually(() -> assertThat(store.writes()).isEqualTo(1));
    gate.holdReads();
    List<ParityRecord> taken = new CopyOnWriteArrayList<>();

    writer.recall(reign, SERVICE, taken::add);
    writer.recall(reign, SERVICE, taken::add);
    gate.letReadsGo();

    eventually(() -> assertThat(taken).containsExactly(record(Verdict.DIVERGED)));
  }

  @Test
  void recall_ofALeadershipThatIsOver_notHandedOver() {
    gate.holdReads();
    List<String> taken = new CopyOnWriteArrayList<>();
    writer.recall(reign, SERVICE, record -> taken.add("old"));
    eventually(() -> assertThat(gate.waiting()).isEqualTo(1));

    long now = writer.begin();
    writer.recall(now, SERVICE, record -> taken.add("new"));
    gate.letReadsGo();

    eventually(() -> assertThat(taken).containsExactly("new"));
  }

  /** Better told twice than never. */
  @Test
  void recall_recordNotUnderstood_asIfNothingWasTold() {
    store.write(
        token,
        new RecordWrite.Create(
            RecordKey.of(Kind.PARITY, SERVICE),
            "{\"format\":\"keyparity.parity/2\"}".getBytes(UTF_8)));
    List<ParityRecord> taken = new CopyOnWriteArrayList<>();

    writer.recall(reign, SERVICE, taken::add);
    eventually(() -> assertThat(taken).containsExactly(ParityRecord.EMPTY));

    write(Verdict.DIVERGED, "a drift");
    eventually(() -> assertThat(verdicts()).isEqualTo(record(Verdict.DIVERGED)));
  }
}
