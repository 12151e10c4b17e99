package dev.keyparity.coordinator.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordCacheTest {
  private static final String SERVICE = "kms-prod";

  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final FencingToken token = leadership.gain();
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final GatedRecordStore gate = new GatedRecordStore(store);
  private final WatchedRecords records = new WatchedRecords(gate);
  private final AtomicInteger readings = new AtomicInteger();
  private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final RecordCache<String> cache =
      new RecordCache<>(
          "cache",
          records,
          new RecordCache.Kinds(
              EnumSet.of(Kind.STATEMENT, Kind.CURRENT_RUN, Kind.SURVEY),
              EnumSet.of(Kind.STATEMENT)),
          this::read,
          (doing, fault) -> escaped.add(fault));

  /** What is read: the statement's text, with how the survey is spelled behind it. */
  private String read(String service) {
    readings.incrementAndGet();
    if (!failures.isEmpty()) {
      throw failures.remove(0);
    }
    return text(Kind.STATEMENT, service) + text(Kind.SURVEY, service);
  }

  private String text(Kind kind, String service) {
    return records
        .read(RecordKey.of(kind, service))
        .map(record -> new String(record.value(), UTF_8))
        .orElse("");
  }

  private void write(Kind kind, String text) {
    RecordKey key = RecordKey.of(kind, SERVICE);
    // Past the gate: a test that holds reads must not wait for itself.
    records.write(token, RecordWrite.put(key, store.read(key), text.getBytes(UTF_8)));
  }

  RecordCacheTest() {
    cache.listen(service -> told.add(service + "=" + cache.get(service).orElse("?")));
  }

  @AfterEach
  void close() {
    gate.letReadsGo();
    cache.close();
    assertThat(escaped).isEmpty();
  }

  private static void eventually(ThrowingRunnable holds) {
    await().atMost(TestTimeouts.SOON).untilAsserted(holds);
  }

  private void awaitValue(String value) {
    eventually(() -> assertThat(cache.get(SERVICE)).contains(value));
  }

  @Test
  void get_neverRead_emptyAtOnceAndReadSoon() {
    gate.holdReads();
    write(Kind.STATEMENT, "a");

    assertThat(cache.get(SERVICE)).isEmpty();

    gate.letReadsGo();
    awaitValue("a");
    eventually(() -> assertThat(told).containsExactly("kms-prod=a"));
  }

  @Test
  void write_ofAServiceNobodyAskedFor_readsNothing() {
    write(Kind.STATEMENT, "a");

    assertThat(cache.problem(SERVICE)).isEmpty();
    assertThat(readings).hasValue(0);
  }

  @Test
  void write_ofAnotherKind_readsNothing() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");

    write(Kind.EVENTS, "x");
    write(Kind.SURVEY, "s"); // a kind that matters, behind it

    awaitValue("as");
    assertThat(readings).hasValue(2);
  }

  @Test
  void write_ofAKindThatMatters_oldValueStaysUntilTheNewOneIsRead() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");
    gate.holdReads();

    write(Kind.SURVEY, "s");
    eventually(() -> assertThat(gate.waiting()).isEqualTo(1));
    assertThat(cache.get(SERVICE)).contains("a");

    gate.letReadsGo();
    awaitValue("as");
  }

  @Test
  void write_ofAKindThatOutdates_nothingAnsweredUntilReadAgain() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");
    gate.holdReads();

    write(Kind.STATEMENT, "b");
    assertThat(cache.get(SERVICE)).isEmpty();
    eventually(() -> assertThat(gate.waiting()).isEqualTo(1));
    assertThat(cache.get(SERVICE)).isEmpty();

    gate.letReadsGo();
    awaitValue("b");
    eventually(() -> assertThat(told).containsExactly("kms-prod=a", "kms-prod=b"));
  }

  @Test
  void write_ofAKindThatOutdates_sameValueAgain_toldAgain() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");
    eventually(() -> assertThat(told).hasSize(1));

    write(Kind.STATEMENT, "a");

    eventually(() -> assertThat(told).containsExactly("kms-prod=a", "kms-prod=a"));
  }

  /** What was read from the store before the write must not come back after it. */
  @Test
  void write_duringAReading_whatThatReadingSawIsNotAnswered() throws Exception {
    GatedReading reading = new GatedReading();
    RecordCache<String> gated =
        new RecordCache<>(
            "gated",
            records,
            new RecordCache.Kinds(EnumSet.of(Kind.STATEMENT), EnumSet.of(Kind.STATEMENT)),
            service -> reading.next(),
            (doing, fault) -> escaped.add(fault));
    try {
      gated.listen(service -> told.add("gated"));
      assertThat(gated.get(SERVICE)).isEmpty();
      reading.awaitBegun(1);

      write(Kind.STATEMENT, "b");
      reading.answer("old");
      reading.awaitBegun(2);
      assertThat(gated.get(SERVICE)).isEmpty();
      assertThat(told).isEmpty();

      reading.answer("new");
      eventually(() -> assertThat(gated.get(SERVICE)).contains("new"));
    } finally {
      gated.close();
    }
  }

  @Test
  void forget_duringAReading_whatThatReadingSawIsNotAnswered() throws Exception {
    GatedReading reading = new GatedReading();
    RecordCache<String> gated =
        new RecordCache<>(
            "gated",
            records,
            EnumSet.of(Kind.STATEMENT),
            service -> reading.next(),
            (doing, fault) -> escaped.add(fault));
    try {
      assertThat(gated.get(SERVICE)).isEmpty();
      reading.awaitBegun(1);

      gated.forget();
      assertThat(gated.get(SERVICE)).isEmpty();
      reading.answer("of the leadership before");
      reading.awaitBegun(2);
      assertThat(gated.get(SERVICE)).isEmpty();

      reading.answer("now");
      eventually(() -> assertThat(gated.get(SERVICE)).contains("now"));
    } finally {
      gated.close();
    }
  }

  @Test
  void forget_everythingIsReadAnew() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");
    gate.holdReads();

    cache.forget();

    assertThat(cache.get(SERVICE)).isEmpty();
    gate.letReadsGo();
    awaitValue("a");
    assertThat(readings).hasValue(2);
  }

  @Test
  void reading_failsWhateverTheWay_repeatedUntilItSucceeds() {
    failures.add(new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "store: no answer"));
    failures.add(new KeyparityException(ErrorCode.DEADLINE_EXCEEDED, "store: no answer"));
    write(Kind.STATEMENT, "a");

    awaitValue("a");

    failures.add(new IllegalStateException("not a failure that the store has"));
    write(Kind.STATEMENT, "b");
    awaitValue("b");
  }

  /** Somebody else may have written it: then what was read before is not what is approved now. */
  @Test
  void reading_cannotBeUnderstood_whatWasReadBeforeIsNotAnswered() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");

    failures.add(new KeyparityException(ErrorCode.STATE_CORRUPT, "rubbish"));
    write(Kind.CURRENT_RUN, "run-1");

    eventually(() -> assertThat(cache.problem(SERVICE)).isEqualTo("rubbish"));
    assertThat(cache.get(SERVICE)).isEmpty();
    write(Kind.CURRENT_RUN, "run-2");
    awaitValue("a");
  }

  @Test
  void reading_storeDoesNotAnswer_whatWasReadBeforeStays() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");

    failures.add(new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "no answer"));
    write(Kind.CURRENT_RUN, "run-1");

    eventually(() -> assertThat(failures).isEmpty());
    assertThat(cache.get(SERVICE)).contains("a");
  }

  @Test
  void reading_fails_problemToldUntilItSucceeds() {
    failures.add(new KeyparityException(ErrorCode.STATE_CORRUPT, "record: rubbish"));

    assertThat(cache.get(SERVICE)).isEmpty();
    eventually(() -> assertThat(cache.problem(SERVICE)).isEqualTo("record: rubbish"));
    eventually(() -> assertThat(told).containsExactly("kms-prod=?"));

    write(Kind.STATEMENT, "a");
    awaitValue("a");
    assertThat(cache.problem(SERVICE)).isEmpty();
  }

  @Test
  void reading_sameValueAgain_notTold() {
    write(Kind.STATEMENT, "a");
    awaitValue("a");

    write(Kind.CURRENT_RUN, "r1");
    eventually(() -> assertThat(readings).hasValue(2));
    write(Kind.SURVEY, "s");

    eventually(() -> assertThat(told).containsExactly("kms-prod=a", "kms-prod=as"));
    assertThat(readings).hasValue(3);
  }

  @Test
  void kinds_outdatingWithoutMattering_refused() {
    Set<Kind> matter = EnumSet.of(Kind.RUN);
    Set<Kind> outdating = EnumSet.of(Kind.STATEMENT);
    assertThatThrownBy(() -> new RecordCache.Kinds(matter, outdating))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A reading whose answers come from the test, one each. */
  private static final class GatedReading {
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger begun = new AtomicInteger();

    String next() {
      begun.incrementAndGet();
      try {
        return answers.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KeyparityException(ErrorCode.CANCELLED, "closed");
      }
    }

    void answer(String value) {
      answers.add(value);
    }

    void awaitBegun(int count) {
      eventually(() -> assertThat(begun).hasValue(count));
    }
  }
}
