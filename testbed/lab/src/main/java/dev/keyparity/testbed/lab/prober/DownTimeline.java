package dev.keyparity.testbed.lab.prober;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the results of probes into intervals. A host is down from the beginning of the first probe
 * that failed to the first answer after it; an outage that falls between two probes is not seen, so
 * intervals are right to within one period. Touching ends do not overlap: one host's answer and
 * another's first failure at the same instant are one down at once.
 *
 * <p>Not thread-safe; does not look at any clock.
 */
final class DownTimeline {
  private final Set<String> notYetServed;
  private final Map<String, Failure> down = new TreeMap<>();
  private final List<DownInterval> intervals = new ArrayList<>();
  private @Nullable Instant since;
  private long probes;
  private Duration slowest = Duration.ZERO;

  DownTimeline(Set<String> hosts) {
    this.notYetServed = new HashSet<>(hosts);
  }

  /** A probe that was answered. */
  void served(String host, Instant begun, Instant answered) {
    if (since == null) {
      notYetServed.remove(host);
      if (notYetServed.isEmpty()) {
        since = answered;
      }
      return;
    }
    probes++;
    Duration took = Duration.between(begun, answered);
    slowest = slowest.compareTo(took) < 0 ? took : slowest;
    Failure failure = down.remove(host);
    if (failure != null) {
      intervals.add(interval(host, failure, answered, true));
    }
  }

  /**
   * A probe that failed. Before all hosts have served it counts for nothing, nor does one that was
   * begun before.
   */
  void failed(String host, Instant begun, String reason) {
    if (since == null || begun.isBefore(since)) {
      return;
    }
    probes++;
    down.putIfAbsent(host, new Failure(begun, reason));
  }

  DownReport report(Instant until) {
    List<DownInterval> all = new ArrayList<>(intervals);
    down.forEach((host, failure) -> all.add(interval(host, failure, until, false)));
    all.sort(Comparator.comparing(DownInterval::from).thenComparing(DownInterval::host));
    return new DownReport(since, until, mostAtOnce(all), all, probes, slowest);
  }

  private static DownInterval interval(String host, Failure failure, Instant to, boolean isOver) {
    return new DownInterval(
        host, failure.begun(), Duration.between(failure.begun(), to), isOver, failure.reason());
  }

  /**
   * One host's intervals never overlap, so at each beginning the intervals that hold it are
   * different hosts.
   */
  private static int mostAtOnce(List<DownInterval> intervals) {
    int most = 0;
    for (DownInterval beginning : intervals) {
      int atOnce = 0;
      for (DownInterval other : intervals) {
        if (!other.from().isAfter(beginning.from()) && other.to().isAfter(beginning.from())) {
          atOnce++;
        }
      }
      most = Math.max(most, atOnce);
    }
    return most;
  }

  private record Failure(Instant begun, String reason) {}
}
