package dev.keyparity.daemon.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.keyparity.daemon.TestTimeouts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultHandlerTest {
  private final List<String> escaped = new CopyOnWriteArrayList<>();
  private final FaultHandler handler =
      (doing, fault) -> escaped.add(doing + ": " + fault.getMessage());

  @Test
  void guardedTask_thatThrows_isReportedAndRunsAgain() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    ScheduledExecutorService timer = handler.timer("test-timer");
    try {
      ScheduledFuture<?> ticking =
          timer.scheduleWithFixedDelay(
              handler.guarding(
                  "ticking",
                  () -> {
                    runs.countDown();
                    throw new IllegalStateException("tick");
                  }),
              0,
              1,
              TimeUnit.MILLISECONDS);

      assertThat(runs.await(TestTimeouts.generous().toSeconds(), TimeUnit.SECONDS)).isTrue();
      await().atMost(TestTimeouts.generous()).until(() -> escaped.size() >= 3);
      assertThat(ticking.isDone()).as("ended by what escaped").isFalse();
    } finally {
      timer.shutdownNow();
    }
    assertThat(escaped).containsOnly("ticking: tick");
  }

  @Test
  void singleThread_thatDies_isReportedByName() {
    ExecutorService thread = handler.singleThread("test-thread");
    try {
      thread.execute(
          () -> {
            throw new IllegalStateException("boom");
          });

      await().atMost(TestTimeouts.generous()).until(() -> !escaped.isEmpty());
    } finally {
      thread.shutdownNow();
    }
    assertThat(escaped).containsExactly("running test-thread: boom");
  }

  @Test
  void fatalError_isReportedAndGoesOn() {
    Runnable work =
        handler.guarding(
            "allocating",
            () -> {
              throw new OutOfMemoryError("full");
            });

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(work::run);
    assertThat(escaped).containsExactly("allocating: full");
  }
}
