package dev.keyparity.testbed.lab.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sockets that behave as told; against real KMS processes see the tests of the hosts. */
class DownProberIT {
  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final int port = Ports.free(List.of(LOOPBACK));
  private Server server = new Server(port, "HTTP/1.1 401 Unauthorized\r\n\r\n");
  private DownProber prober;

  @BeforeEach
  void probeAServerThatServes() {
    prober = DownProber.start(Map.of("kms1", new InetSocketAddress(LOOPBACK, port)), PERIOD);
    awaitProbes(3);
  }

  @AfterEach
  void end() throws IOException {
    prober.close();
    server.close();
  }

  @Test
  void host_thatServes_isNeverDown() {
    awaitProbes(20);

    assertThat(prober.report().intervals()).isEmpty();
    assertThat(prober.report().downAtOnceMax()).isZero();
  }

  @Test
  void host_thatRefusesConnections_isDownUntilItServesAgain() throws IOException {
    server.close();
    awaitDown();
    server = new Server(port, "HTTP/1.1 200 OK\r\n\r\n");
    awaitOver();

    DownInterval outage = prober.report().intervals().get(0);
    assertThat(outage.host()).isEqualTo("kms1");
    // A probe that the closing server had accepted but not yet answered meets the second.
    assertThat(outage.reason()).containsAnyOf("refused", "without an answer", "reset");
    assertThat(outage.length()).isPositive();
    assertThat(prober.report().downAtOnceMax()).isOne();
  }

  @Test
  void outage_asMeasured_isAsLongAsItWasToWithinAFewPeriods() throws Exception {
    server.close();
    long closed = System.nanoTime();
    awaitDown();
    await().atMost(TestTimeouts.SOON).until(() -> System.nanoTime() - closed > 700_000_000L);
    long reopening = System.nanoTime();
    server = new Server(port, "HTTP/1.1 200 OK\r\n\r\n");
    awaitOver();
    Duration sure = Duration.ofNanos(reopening - closed);

    // It cannot be told shorter than a probe's distance from the truth; how much longer depends on
    // the machine's load.
    assertThat(prober.report().intervals().get(0).length())
        .isGreaterThan(sure.minusMillis(500))
        .isLessThan(sure.plus(TestTimeouts.SOON));
  }

  @Test
  void host_thatAnswersLate_isSlowNotDown() throws IOException {
    server.close();
    awaitDown();
    server = new Server(port, "HTTP/1.1 200 OK\r\n\r\n");
    awaitOver();
    int outages = prober.report().intervals().size();

    server.delay(Duration.ofMillis(300));
    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> prober.report().slowest().compareTo(Duration.ofMillis(300)) >= 0);

    assertThat(prober.report().intervals()).hasSize(outages);
  }

  @Test
  void host_thatAcceptsButNeverAnswers_isDown() {
    server.delay(DownProber.DEADLINE.multipliedBy(60));
    awaitDown();

    DownInterval outage = prober.report().intervals().get(0);
    assertThat(outage.reason()).isEqualTo("no answer in 1000 ms");
    assertThat(outage.isOver()).isFalse();
  }

  @Test
  void host_thatClosesWithoutAnswering_isDown() throws IOException {
    server.close();
    server = new Server(port, "");
    awaitDown();

    assertThat(prober.report().intervals()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200,''",
    "HTTP/1.1 401,''",
    "HTTP/1.0 404,''",
    "HTTP/1.1 500,status 500",
    "HTTP/1.1 503,status 503",
    "HTTP/1.1 2,connection closed without an answer",
    "SSH-2.0-Open,connection closed without an answer"
  })
  void statusLine_isJudged(String line, String failure) {
    assertThat(DownProber.judge(line)).isEqualTo(failure);
  }

  private void awaitProbes(int more) {
    long before = prober.report().probes();
    await().atMost(TestTimeouts.SOON).until(() -> prober.report().probes() >= before + more);
  }

  private void awaitDown() {
    await().atMost(TestTimeouts.SOON).until(() -> !prober.report().intervals().isEmpty());
  }

  private void awaitOver() {
    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> prober.report().intervals().stream().allMatch(DownInterval::isOver));
  }

  /** Answers every connection alike, once it may. */
  private static final class Server {
    private final ServerSocket listening;
    private final byte[] answer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::serve, "server");
    private volatile Duration delay = Duration.ZERO;

    Server(int port, String answer) {
      this.answer = answer.getBytes(StandardCharsets.US_ASCII);
      try {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(LOOPBACK, port));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      thread.setDaemon(true);
      thread.start();
    }

    void delay(Duration duration) {
      delay = duration;
    }

    private void serve() {
      while (!listening.isClosed()) {
        try (Socket socket = listening.accept()) {
          if (closed.await(delay.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
            return;
          }
          socket.getOutputStream().write(answer);
        } catch (IOException ignored) {
          // A probe that gave up, or the end: the loop's condition tells.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    /** The port is free only when the thread that accepts has let go of it. */
    void close() throws IOException {
      closed.countDown();
      listening.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
