package dev.keyparity.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyNoticesTest {
  /** Far above what the JDK keeps for one directory before it says OVERFLOW: 512. */
  private static final int MORE_THAN_ARE_KEPT = 5_000;

  @TempDir Path directory;

  /**
   * So much happens while nobody listens that the kernel's word about the one file that matters is
   * lost: the directory must be looked at all the same.
   */
  @Test
  void overflow_inWhichTheOneNoticeIsLost_isNoticed() throws IOException {
    AtomicInteger notices = new AtomicInteger();
    CountDownLatch busy = new CountDownLatch(1);
    ChangeNotices.Consumer consumer =
        new ChangeNotices.Consumer() {
          @Override
          public void changed(Path changed) {
            notices.incrementAndGet();
            awaitUninterrupted(busy);
          }

          @Override
          public void ended(Exception why) {
            throw new AssertionError(why);
          }
        };
    Path secring = Files.writeString(directory.resolve("secring.gpg"), "a");
    try (ChangeNotices watching = InotifyNotices.source("overflow-test").open(consumer)) {
      watching.watch(Map.of(directory, name -> name.equals("secring.gpg")));
      // One event, and not two, as a write would be: the second would be told later.
      Files.delete(secring);
      await().until(() -> notices.get() == 1);
      for (int i = 0; i < MORE_THAN_ARE_KEPT; i++) {
        Files.createFile(directory.resolve("other-" + i));
      }
      Files.writeString(secring, "b");
      busy.countDown();

      await().untilAsserted(() -> assertThat(notices).hasValueGreaterThan(1));
    } finally {
      busy.countDown();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
