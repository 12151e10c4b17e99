package dev.keyparity.daemon.status;

import com.codahale.metrics.Metric;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long things took, in fixed buckets. Buckets, unlike quantiles, can be added up over hosts.
 * Thread-safe and lock-free.
 */
public final class LatencyHistogram implements Metric {
  /** Upper bounds in seconds: from a local call to the longest deadline of a remote one. */
  private static final double[] BOUNDS = {
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    30,
    60,
    300,
    Double.POSITIVE_INFINITY
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS.length];
  private final LongAdder nanos = new LongAdder();

  LatencyHistogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Counts one; a negative duration, which a stepped clock can give, counts as zero. */
  public void record(Duration took) {
    long taken = Math.max(0, took.toNanos());
    double seconds = taken / 1e9;
    int bucket = 0;
    while (seconds > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(taken);
  }

  ClassicHistogramBuckets buckets() {
    long[] now = new long[counts.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts[i].sum();
    }
    return ClassicHistogramBuckets.of(BOUNDS, now);
  }

  double sumSeconds() {
    return nanos.sum() / 1e9;
  }
}
