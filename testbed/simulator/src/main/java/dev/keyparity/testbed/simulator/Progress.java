package dev.keyparity.testbed.simulator;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Says now and then how far it is, and what it costs: a long run is watched by somebody. */
final class Progress {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final long seeds;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long saidAt = start;

  Progress(long seeds, PrintStream out) {
    this.seeds = seeds;
    this.out = out;
  }

  void after(int done, int withViolations) {
    long now = System.nanoTime();
    if (now - saidAt >= EVERY.toNanos()) {
      saidAt = now;
      out.printf(
          "%d of %d seeds, with violations %d, %d s, %.2f CPU-seconds each%n",
          done,
          seeds,
          withViolations,
          Duration.ofNanos(now - start).toSeconds(),
          cpuSeconds() / done);
    }
  }

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean process
        ? process.getProcessCpuTime() / 1e9
        : Double.NaN;
  }
}
