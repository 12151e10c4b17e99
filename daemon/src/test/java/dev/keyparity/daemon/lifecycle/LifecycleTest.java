package dev.keyparity.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keyparity.daemon.TestTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle();

  private Component part(String name) {
    return part(name, () -> {}, () -> {});
  }

  private Component part(String name, Runnable onStart, Runnable onClose) {
    return new Component() {
      @Override
      public void start() {
        events.add("start " + name);
        onStart.run();
      }

      @Override
      public void close() {
        events.add("close " + name);
        onClose.run();
      }
    };
  }

  private static Runnable failing(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  @Test
  void parts_startInOrderAndCloseInReverse() {
    lifecycle.add("a", part("a")).add("b", part("b")).addClosing("c", () -> events.add("close c"));

    lifecycle.start();
    lifecycle.close();
    lifecycle.close();

    assertThat(events).containsExactly("start a", "start b", "close c", "close b", "close a");
  }

  @Test
  void failedStart_closesWhatWasStartedItselfIncluded() {
    lifecycle
        .add("a", part("a"))
        .add("b", part("b", failing("port in use"), () -> {}))
        .add("c", part("c"));

    assertThatIllegalStateException().isThrownBy(lifecycle::start).withMessage("port in use");

    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void failedClose_doesNotKeepTheOthersOpen() {
    lifecycle.add("a", part("a")).add("b", part("b", () -> {}, failing("stuck")));
    lifecycle.start();

    lifecycle.close();

    assertThat(events).endsWith("close b", "close a");
  }

  @Test
  void closingPart_thatThrowsAChecked_doesNotKeepTheOthersOpen() {
    lifecycle
        .add("a", part("a"))
        .addClosing(
            "b",
            () -> {
              throw new java.io.IOException("gone");
            });
    lifecycle.start();

    lifecycle.close();

    assertThat(events).containsExactly("start a", "close a");
  }

  @Test
  void secondStartOrLateAdd_isAFaultOfTheCaller() {
    lifecycle.add("a", part("a"));
    lifecycle.start();

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(lifecycle::start);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> lifecycle.add("b", part("b")));
    lifecycle.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(lifecycle::start);
  }

  @Test
  void closeWithin_endsWhenAllIsClosed() throws InterruptedException {
    lifecycle.add("a", part("a"));
    lifecycle.start();

    assertThat(lifecycle.closeWithin(TestTimeouts.generous())).isTrue();

    lifecycle.awaitClosed();
    assertThat(events).endsWith("close a");
  }

  @Test
  void closeWithin_endsAtTheBoundThoughAPartIsStuck() {
    CountDownLatch never = new CountDownLatch(1);
    lifecycle.add(
        "stuck",
        part(
            "stuck",
            () -> {},
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    lifecycle.start();

    assertThat(lifecycle.closeWithin(Duration.ofMillis(20))).isFalse();

    never.countDown();
  }
}
