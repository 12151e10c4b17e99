package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.parity.Transitions.Outcome;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes {@link ParityRecord}s beside the thread that judges. Thread-safe.
 *
 * <ol>
 *   <li>Writes of one service go in order; events keep theirs.
 *   <li>What could not be written goes with the next try, for as long as the leadership lasts,
 *       suspended or not. A write that was carried out and not answered may be repeated: an event
 *       that is on the list already is not put there twice.
 *   <li>{@link #begin} begins a new leadership: nothing of an earlier one is handed over or written
 *       after it. A leader that could not write leaves it to the next one, which judges anew.
 *   <li>A record of what was told that cannot be understood counts as none: telling twice is better
 *       than never.
 * </ol>
 */
final class ParityWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ParityWriter.class);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration MENDED_BY_HAND = Duration.ofSeconds(5);

  /** More than the event list keeps need not wait to be put on it. */
  private static final int MOST_EVENTS = 100;

  private final Evidence evidence;
  private final FaultHandler faults;
  private final ScheduledExecutorService thread;
  private final Map<String, Pending> pending = new HashMap<>();
  private final Set<String> recalling = new HashSet<>();
  private long reign;

  /**
   * @param said what the log was told of the last try; empty before one failed
   */
  private record Pending(FencingToken token, ParityRecord record, List<Event> events, String said) {
    Pending followedBy(Pending newer) {
      List<Event> both = new ArrayList<>(events);
      both.addAll(newer.events);
      return new Pending(
          newer.token,
          newer.record,
          List.copyOf(both.subList(Math.max(0, both.size() - MOST_EVENTS), both.size())),
          said);
    }
  }

  ParityWriter(Evidence evidence, FaultHandler faults) {
    this.evidence = evidence;
    this.faults = faults;
    this.thread = faults.timer("parity-records");
  }

  /**
   * @return what the new leadership is called here
   */
  synchronized long begin() {
    pending.clear();
    recalling.clear();
    return ++reign;
  }

  /** Reads what is on record and hands it over, unless a reading is under way already. */
  synchronized void recall(long of, String service, Consumer<ParityRecord> taker) {
    if (of == reign && recalling.add(service)) {
      later("recalling verdicts of " + service, () -> read(of, service, taker), Duration.ZERO);
    }
  }

  private void read(long of, String service, Consumer<ParityRecord> taker) {
    try {
      ParityRecord record = readOrNone(service);
      if (isPresent(of)) {
        taker.accept(record);
      }
    } catch (KeyparityException e) {
      log.warn("verdicts of {} not recalled yet: {}", service, e.operatorMessage());
    } finally {
      synchronized (this) {
        if (of == reign) {
          recalling.remove(service);
        }
      }
    }
  }

  private ParityRecord readOrNone(String service) {
    try {
      return evidence.read(ParityRecord.TYPE, service).orElse(ParityRecord.EMPTY);
    } catch (KeyparityException e) {
      if (e.code() != ErrorCode.STATE_CORRUPT) {
        throw e;
      }
      log.error("{}: what was told is told again: {}", service, e.operatorMessage());
      return ParityRecord.EMPTY;
    }
  }

  private synchronized boolean isPresent(long of) {
    return of == reign;
  }

  synchronized void write(long of, FencingToken token, String service, Outcome outcome) {
    if (of == reign) {
      Pending newest = new Pending(token, outcome.record(), outcome.events(), "");
      Pending before = pending.get(service);
      pending.put(service, before == null ? newest : before.followedBy(newest));
      flushLater(of, service, Duration.ZERO);
    }
  }

  private void flush(long of, String service) {
    Pending taken;
    synchronized (this) {
      taken = of == reign ? pending.remove(service) : null;
    }
    if (taken == null) {
      return;
    }
    try {
      evidence.note(taken.token(), service, taken.events(), ParityRecord.TYPE, taken.record());
    } catch (KeyparityException e) {
      String why = e.operatorMessage();
      if (!why.equals(taken.said())) {
        log.warn("verdicts of {} not on record: {}", service, why);
      }
      boolean passes = e.code().nextAction() == NextAction.RETRY || e.code() == ErrorCode.CONFLICT;
      putBack(of, service, taken, why, passes ? AGAIN : MENDED_BY_HAND);
    } catch (RuntimeException e) {
      putBack(of, service, taken, taken.said(), MENDED_BY_HAND);
      throw e;
    }
  }

  private synchronized void putBack(
      long of, String service, Pending failed, String why, Duration pause) {
    if (of == reign) {
      Pending kept = new Pending(failed.token(), failed.record(), failed.events(), why);
      Pending newer = pending.get(service);
      pending.put(service, newer == null ? kept : kept.followedBy(newer));
      flushLater(of, service, pause);
    }
  }

  private void flushLater(long of, String service, Duration pause) {
    later("writing verdicts of " + service, () -> flush(of, service), pause);
  }

  private void later(String doing, Runnable work, Duration pause) {
    try {
      var unused =
          thread.schedule(faults.guarding(doing, work), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed: not {}", doing);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
