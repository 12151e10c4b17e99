package dev.keyparity.testbed.lab.prober;

import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Probes each host on a thread of its own: a connection, a request of a few bytes, the first bytes
 * of the answer. An HTTP status below 500 is an answer (without credentials the KMS says 401). Down
 * is: connection refused or reset, a status from 500, or nothing within {@link #DEADLINE} of the
 * request; an answer that takes less is slow, not down. While a host is up, a probe begins every
 * period at the latest; one that waits for its deadline begins no second one beside it.
 *
 * <p>Thread-safe.
 */
public final class DownProber implements AutoCloseable {
  /**
   * How long a host may take to accept a connection, and then to answer, before it counts as down.
   */
  public static final Duration DEADLINE = Duration.ofSeconds(1);

  /**
   * OPTIONS without credentials is the one request that the KMS answers without writing to its
   * audit log.
   */
  private static final byte[] REQUEST =
      "OPTIONS /kms/v1/keys/names HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int STATUS_LINE = "HTTP/1.1 200".length();

  private final DownTimeline timeline;
  private final Duration period;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Instant origin = Instant.now();
  private final long originNanos = System.nanoTime();

  private DownProber(Map<String, InetSocketAddress> hosts, Duration period) {
    this.timeline = new DownTimeline(hosts.keySet());
    this.period = period;
  }

  /**
   * Begins to observe.
   *
   * @param hosts by name
   * @param period at most 50 ms for the demo
   */
  public static DownProber start(Map<String, InetSocketAddress> hosts, Duration period) {
    DownProber prober = new DownProber(hosts, period);
    new TreeMap<>(hosts)
        .forEach(
            (host, address) -> {
              Thread thread = new Thread(() -> prober.probe(host, address), "probe-" + host);
              thread.setDaemon(true);
              prober.threads.add(thread);
            });
    prober.threads.forEach(Thread::start);
    return prober;
  }

  /** What was seen so far. */
  public DownReport report() {
    synchronized (timeline) {
      return timeline.report(now());
    }
  }

  /** Ends the observation; {@link #report} then stands still but for its end. */
  @Override
  public void close() {
    closed.countDown();
    try {
      for (Thread thread : threads) {
        thread.join(DEADLINE.multipliedBy(3).toMillis());
      }
    } catch (InterruptedException e) {
      throw LabException.interrupted("ending the prober", e);
    }
  }

  private void probe(String host, InetSocketAddress address) {
    try {
      long wait;
      do {
        long next = System.nanoTime() + period.toNanos();
        Instant begun = now();
        String failure = failure(address);
        synchronized (timeline) {
          if (failure.isEmpty()) {
            timeline.served(host, begun, now());
          } else {
            timeline.failed(host, begun, failure);
          }
        }
        wait = Math.max(0, next - System.nanoTime());
      } while (!closed.await(wait, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was wrong, or nothing. */
  private static String failure(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(address, Math.toIntExact(DEADLINE.toMillis()));
      socket.getOutputStream().write(REQUEST);
      return judge(statusLine(socket, System.nanoTime() + DEADLINE.toNanos()));
    } catch (SocketTimeoutException e) {
      return "no answer in " + DEADLINE.toMillis() + " ms";
    } catch (IOException e) {
      String message = e.getMessage();
      return message == null ? e.getClass().getSimpleName() : message;
    }
  }

  private static String statusLine(Socket socket, long deadline) throws IOException {
    byte[] line = new byte[STATUS_LINE];
    InputStream in = socket.getInputStream();
    int have = 0;
    while (have < line.length) {
      // On a busy machine it may be this thread that is late: what has arrived meanwhile is an
      // answer all the same.
      if (in.available() == 0) {
        socket.setSoTimeout(remaining(deadline));
      }
      int read = in.read(line, have, line.length - have);
      if (read < 0) {
        break;
      }
      have += read;
    }
    return new String(line, 0, have, StandardCharsets.ISO_8859_1);
  }

  static String judge(String statusLine) {
    if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9][0-9]")) {
      return "connection closed without an answer";
    }
    String status = statusLine.substring(STATUS_LINE - 3);
    return status.startsWith("5") ? "status " + status : "";
  }

  private static int remaining(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.toIntExact(millis);
  }

  /** Wall time that never jumps: read once, then counted on the monotonic clock. */
  private Instant now() {
    return origin.plusNanos(System.nanoTime() - originNanos);
  }
}
