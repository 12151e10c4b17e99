package dev.keyparity.testbed.lab.watching;

import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a coordinator says of each host, as it says it. Thread-safe. */
final class VerdictFeed {
  static final Set<String> GREEN = Set.of("IN_PARITY", "EQUIVALENT");

  private final Map<String, HostStatus> last = new HashMap<>();
  private final Map<String, Long> alarms = new HashMap<>();
  private long asOf;

  /**
   * @param answers ends when its link is closed
   */
  static VerdictFeed of(Iterator<StatusReply> answers) {
    VerdictFeed feed = new VerdictFeed();
    Thread thread = new Thread(() -> feed.follow(answers), "verdict-feed");
    thread.setDaemon(true);
    thread.start();
    return feed;
  }

  private void follow(Iterator<StatusReply> stream) {
    try {
      stream.forEachRemaining(this::take);
    } catch (StatusRuntimeException e) {
      // The link was closed; whoever still waits is told by the limit.
      return;
    }
  }

  private synchronized void take(StatusReply reply) {
    asOf = reply.getAsOfMs();
    for (HostStatus host : reply.getServices(0).getHostsList()) {
      last.put(host.getHost(), host);
      if (isAlarm(host)) {
        alarms.merge(host.getHost(), 1L, Long::sum);
      }
    }
    notifyAll();
  }

  private static boolean isAlarm(HostStatus host) {
    return host.getWarningsCount() > 0
        || !(GREEN.contains(host.getVerdict()) || host.getVerdict().equals("CHANGING"));
  }

  /** In how many answers so far the host was not as it should be. */
  synchronized long alarms(String host) {
    return alarms.getOrDefault(host, 0L);
  }

  /** Waits for a report that was observed after this time, by the one clock of this machine. */
  synchronized boolean awaitReportAfter(String host, long wallMillis, Duration limit) {
    return await(host, limit, status -> asOf - status.getReportAgeMs() > wallMillis).isPresent();
  }

  boolean awaitWarning(String host, String file, Duration limit) {
    return await(host, limit, status -> isWarned(status, file)).isPresent();
  }

  boolean awaitNoWarning(String host, String file, Duration limit) {
    return await(host, limit, status -> !isWarned(status, file)).isPresent();
  }

  private static boolean isWarned(HostStatus status, String file) {
    return status.getWarningsList().stream().anyMatch(warning -> warning.startsWith(file + ": "));
  }

  /** When (nanoTime) the host was as wanted; empty if it was not within the limit. */
  synchronized Optional<Long> await(String host, Duration limit, Predicate<HostStatus> wanted) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      HostStatus status = last.get(host);
      long now = System.nanoTime();
      if (status != null && wanted.test(status)) {
        return Optional.of(now);
      }
      if (now >= end) {
        return Optional.empty();
      }
      try {
        wait(Math.max(1, Duration.ofNanos(end - now).toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  Optional<Long> awaitVerdict(String host, Duration limit, Predicate<String> wanted) {
    return await(host, limit, status -> wanted.test(status.getVerdict()));
  }

  boolean awaitGreen(Iterable<String> hosts, Duration limit) {
    for (String host : hosts) {
      if (awaitVerdict(host, limit, GREEN::contains).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
