package dev.keyparity.testbed.lab.prober;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen between the moment all hosts first served and the end of the observation.
 *
 * @param since when all had served, or null while they never have
 * @param until the end
 * @param downAtOnceMax the most hosts down at one instant
 * @param intervals in the order they began
 * @param probes how many were made since
 * @param slowest the longest time that a probe which was answered took
 */
public record DownReport(
    @Nullable Instant since,
    Instant until,
    int downAtOnceMax,
    List<DownInterval> intervals,
    long probes,
    Duration slowest) {
  public DownReport {
    intervals = List.copyOf(intervals);
  }
}
