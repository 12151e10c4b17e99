package dev.keyparity.coordinator.fleet;

import java.time.Duration;

/**
 * How old the newest report of one stream is at most, without trusting the agent's clock to be
 * right and without trusting the network to be quick. Pure.
 *
 * <p>The first report of a stream answers our nonce, so it was observed after we asked, at {@code
 * askedAt} on our monotonic clock. A later report was observed as much later as the agent's own
 * clock says. A report that lay in a buffer for half a minute is therefore known to be half a
 * minute old, though it has just come in. A clock that jumps makes a report look too old, which is
 * seen and mended by asking anew, or too young, where the time since it came in still counts, and
 * which is seen too because the report seems to be observed after it came in.
 *
 * @param askedAt nanoseconds on our monotonic clock
 * @param firstObserved milliseconds on the agent's wall clock
 * @param arrivedAt of the newest report, nanoseconds on our clock
 * @param observed of the newest report, milliseconds on the agent's clock
 */
record ReportAge(long askedAt, long firstObserved, long arrivedAt, long observed) {
  /** What two sane clocks may differ by over the life of a stream, beside their drift. */
  private static final long SLACK_NANOS = 250_000_000;

  private static final long FARTHEST_MILLIS = 1_000_000_000;

  /** The first report of a stream. */
  static ReportAge first(long askedAt, long arrivedAt, long observed) {
    return new ReportAge(askedAt, observed, arrivedAt, observed);
  }

  ReportAge next(long arrived, long observedNow) {
    return new ReportAge(askedAt, firstObserved, arrived, observedNow);
  }

  /** An upper bound. */
  Duration at(long now) {
    return Duration.ofNanos(Math.max(now - arrivedAt, now - observedAtOurClock()));
  }

  /**
   * Whether we should ask anew, to know ages better: at once if the agent's clock must have jumped,
   * and now and then if clocks drifted apart or the first answer was slow, so that ages are
   * overstated by a good part of the bound.
   */
  boolean shouldAskAnew(long now, Duration bound) {
    long delay = arrivedAt - observedAtOurClock();
    long since = now - askedAt;
    if (delay < -SLACK_NANOS || delay > bound.toNanos()) {
      return since > bound.toNanos() / 4;
    }
    return delay > bound.toNanos() / 4 && since > bound.toNanos() * 3;
  }

  private long observedAtOurClock() {
    // An agent that claims centuries is believed to claim eleven days: no overflow, and no less
    // odd.
    long millis = Math.max(-FARTHEST_MILLIS, Math.min(FARTHEST_MILLIS, observed - firstObserved));
    return askedAt + millis * 1_000_000;
  }
}
