package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.testbed.lab.onejvm.KillPoints.Point;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which points of all are visited, and how: each one with {@code keyparity.test.kill-stride=1},
 * else every so many-eth from an offset that is the number of the day, so that all are visited in
 * the course of time. {@code keyparity.test.kill-day} repeats another day's, {@code
 * keyparity.test.kill-point} visits those alone whose name, with a dot after it, has that in it.
 */
final class KillTour {
  private static final Logger log = LoggerFactory.getLogger(KillTour.class);

  /** Most of a run is waiting; more at once than this only wait for the processor. */
  private static final int AT_ONCE = Integer.getInteger("keyparity.test.kills-at-once", 4);

  private final String name;
  private final List<Point> visited;

  /**
   * @param most how many points an ordinary test run has time for
   */
  KillTour(String name, List<Point> all, int most) {
    this.name = name;
    int stride = Integer.getInteger("keyparity.test.kill-stride", Math.max(1, all.size() / most));
    long day = Long.getLong("keyparity.test.kill-day", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    List<Point> chosen = new ArrayList<>();
    for (int i = Math.floorMod(day, stride); i < all.size(); i += stride) {
      chosen.add(all.get(i));
    }
    String alone = System.getProperty("keyparity.test.kill-point");
    this.visited =
        alone == null
            ? List.copyOf(chosen)
            : all.stream().filter(point -> (point + ".").contains(alone)).toList();
    log.info(
        "{}: {} of {} points: stride {} on day {}; -Dkeyparity.test.kill-stride=1 for all,"
            + " -Dkeyparity.test.kill-day={} to repeat",
        name,
        visited.size(),
        all.size(),
        stride,
        day,
        day);
  }

  /** What happened at one point; false if the run never came there. */
  interface Visit {
    boolean at(Point point) throws Exception;
  }

  /**
   * Visits, several at once.
   *
   * @throws AssertionError that names every point at which something was wrong; or if more than one
   *     in four was not reached
   */
  void visit(Visit visit) throws InterruptedException {
    Map<Point, Future<@Nullable Boolean>> visits = new LinkedHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Point point : visited) {
        Callable<@Nullable Boolean> one = () -> timed(visit, point);
        visits.put(point, pool.submit(one));
      }
      judge(visits);
    } finally {
      pool.shutdownNow();
    }
  }

  /** A visit that takes far longer than the others waited for something that nobody brought. */
  private boolean timed(Visit visit, Point point) throws Exception {
    long start = System.nanoTime();
    boolean hit = visit.at(point);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    log.info("{}: {}: {} after {} s", name, point, hit ? "held" : "not reached", seconds);
    return hit;
  }

  private void judge(Map<Point, Future<@Nullable Boolean>> visits) throws InterruptedException {
    List<Point> missed = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    AssertionError first = null;
    for (Map.Entry<Point, Future<@Nullable Boolean>> one : visits.entrySet()) {
      try {
        boolean hit = Boolean.TRUE.equals(one.getValue().get());
        if (!hit) {
          missed.add(one.getKey());
        }
      } catch (ExecutionException e) {
        log.error("{}: {}: failed", name, one.getKey(), e.getCause());
        wrong.add(one.getKey() + ": " + e.getCause());
        first = first == null ? new AssertionError(e.getCause()) : first;
      }
    }
    log.info(
        "{}: {} held, {} failed, {} not reached: {}",
        name,
        visits.size() - wrong.size() - missed.size(),
        wrong.size(),
        missed.size(),
        missed);
    if (first != null) {
      throw new AssertionError(String.join(System.lineSeparator(), wrong), first);
    }
    // A point that was not reached shows nothing; what goes on beside each other varies, so that a
    // few names do not come again in another run.
    if (visits.isEmpty() || missed.size() * 4 > visits.size()) {
      throw new AssertionError(
          "%s: %d of %d points reached (expected: at least three in four, of one or more): %s"
              .formatted(name, visits.size() - missed.size(), visits.size(), missed));
    }
  }
}
