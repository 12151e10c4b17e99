package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedsTest {
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final Feeds feeds =
      new Feeds(
          (doing, fault) -> escaped.add(fault),
          () -> GrpcFaults.toStatus(new KeyparityException(ErrorCode.NO_LEADER, "leads no more")));
  private final FakeStream<String> operator = new FakeStream<>();

  /** Shows a number that the test counts up. */
  private static final class Counter implements Feeds.Source<String> {
    final AtomicInteger state = new AtomicInteger();
    final AtomicBoolean closed = new AtomicBoolean();
    private final boolean beats;

    Counter(boolean beats) {
      this.beats = beats;
    }

    @Override
    public Optional<String> next() {
      int now = state.get();
      if (now == 13) {
        throw new IllegalStateException("boom");
      }
      return now < 0 ? Optional.empty() : Optional.of(Integer.toString(now));
    }

    @Override
    public boolean isLast(String message) {
      return message.equals("99");
    }

    @Override
    public boolean beats() {
      return beats;
    }

    @Override
    public void closed() {
      closed.set(true);
    }
  }

  private final Counter source = new Counter(false);

  @AfterEach
  void close() {
    feeds.close();
    assertThat(escaped).isEmpty();
  }

  private void shows(int state) {
    source.state.set(state);
    feeds.stir("kms-prod");
  }

  private void receives(String... all) {
    eventually(() -> assertThat(operator.received()).containsExactly(all));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(TestTimeouts.SOON).untilAsserted(assertion);
  }

  /** Everything that was enqueued before has been done. */
  private void settled() {
    FakeStream<String> probe = new FakeStream<>();
    feeds.open("probe", new Counter(false), probe);
    eventually(() -> assertThat(probe.received()).isNotEmpty());
  }

  @Test
  void opened_isWrittenAtOnce_andAtEachChangeOfItsService() {
    feeds.open("kms-prod", source, operator);
    receives("0");

    shows(1);
    receives("0", "1");

    source.state.set(2);
    feeds.stir("kms-test");
    settled();
    assertThat(operator.received()).containsExactly("0", "1");
  }

  @Test
  void stream_aboutAllServices_isWrittenAtEachChange() {
    feeds.open("", source, operator);
    receives("0");

    source.state.set(1);
    feeds.stir("kms-test");

    receives("0", "1");
  }

  /** However much happens meanwhile: no queue, the newest state when there is room for it. */
  @Test
  void slowReader_getsTheNewestStateOnce_whenItReadsAgain() {
    feeds.open("kms-prod", source, operator);
    receives("0");
    operator.readsNoMore();
    shows(1);
    shows(2);
    shows(3);
    settled();
    assertThat(operator.received()).containsExactly("0");

    operator.readsAgain();

    receives("0", "3");
    operator.readsAgain();
    settled();
    assertThat(operator.received()).containsExactly("0", "3");
  }

  @Test
  void reader_whoGoesAway_isWrittenNoMore_andTheSourceIsLetGo() {
    feeds.open("kms-prod", source, operator);
    receives("0");

    operator.goesAway();

    eventually(() -> assertThat(source.closed).isTrue());
    shows(1);
    settled();
    assertThat(operator.received()).containsExactly("0");
    assertThat(operator.failure()).isEmpty();
  }

  @Test
  void lastState_completesTheStream() {
    feeds.open("kms-prod", source, operator);

    shows(99);

    eventually(() -> assertThat(operator.isCompleted()).isTrue());
    assertThat(source.closed).isTrue();
  }

  @Test
  void leadershipSuspendedOrLost_endsEveryStreamWithTheReason() {
    feeds.open("kms-prod", source, operator);
    receives("0");

    feeds.suspended("session");

    eventually(() -> assertThat(operator.failure()).isPresent());
    assertThat(GrpcFaults.detailOf(operator.failure().orElseThrow()).orElseThrow().code())
        .isEqualTo(ErrorCode.NO_LEADER);
    assertThat(source.closed).isTrue();

    FakeStream<String> next = new FakeStream<>();
    feeds.open("kms-prod", new Counter(false), next);
    feeds.lost("session");
    eventually(() -> assertThat(next.failure()).isPresent());
  }

  @Test
  void source_thatBreaks_endsItsOwnStreamAlone() {
    FakeStream<String> other = new FakeStream<>();
    Counter sound = new Counter(false);
    feeds.open("kms-prod", source, operator);
    feeds.open("kms-prod", sound, other);
    receives("0");

    sound.state.set(1);
    shows(13);

    eventually(() -> assertThat(operator.failure()).isPresent());
    assertThat(source.closed).isTrue();
    eventually(() -> assertThat(other.received()).containsExactly("0", "1"));
  }

  /** A state that grows older by itself is written now and then; any other is not. */
  @Test
  void heartbeat_writesWhatBeats() {
    feeds.start();
    FakeStream<String> beating = new FakeStream<>();
    feeds.open("kms-prod", new Counter(true), beating);
    feeds.open("kms-prod", source, operator);

    eventually(() -> assertThat(beating.received()).hasSizeGreaterThan(2));

    assertThat(operator.received()).containsExactly("0");
  }

  @Test
  void closed_endsEveryStream() {
    feeds.open("kms-prod", source, operator);
    receives("0");

    feeds.close();

    eventually(() -> assertThat(operator.failure()).isPresent());
    feeds.stir("kms-prod");
  }
}
