package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.Transitions.Outcome;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.daemon.fencing.FencingToken;
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
 * Reads and writes {@link ParityRecord}s beside the thread that judges. Writes of one service go in
 * order; what could not be written goes with the next try, for as long as the leadership lasts. A
 * leader that could not write at all leaves it to the next one, which judges anew. Thread-safe.
 */
final class ParityWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ParityWriter.class);
  private static final long AGAIN_MILLIS = 500;

  private final Leadership leadership;
  private final Evidence evidence;
  private final FaultHandler faults;
  private final ScheduledExecutorService thread;
  private final Map<String, Pending> pending = new HashMap<>();
  private final Set<String> recalling = new HashSet<>();

  private record Pending(FencingToken token, ParityRecord record, List<Event> events) {}

  ParityWriter(Leadership leadership, Evidence evidence, FaultHandler faults) {
    this.leadership = leadership;
    this.evidence = evidence;
    this.faults = faults;
    this.thread = faults.timer("parity-records");
  }

  /** Reads what is on record and hands it over, once for each call that finds none under way. */
  synchronized void recall(String service, Consumer<ParityRecord> taker) {
    if (recalling.add(service)) {
      later("recalling verdicts of " + service, () -> read(service, taker), 0);
    }
  }

  private void read(String service, Consumer<ParityRecord> taker) {
    try {
      ParityRecord record = evidence.read(ParityRecord.TYPE, service).orElse(ParityRecord.EMPTY);
      taker.accept(record);
    } catch (KeyparityException e) {
      log.warn("verdicts of {} not recalled yet: {}", service, e.operatorMessage());
    } finally {
      synchronized (this) {
        recalling.remove(service);
      }
    }
  }

  synchronized void write(FencingToken token, String service, Outcome outcome) {
    List<Event> events = new ArrayList<>();
    Pending before = pending.get(service);
    if (before != null) {
      events.addAll(before.events());
    }
    events.addAll(outcome.events());
    pending.put(service, new Pending(token, outcome.record(), events));
    later("writing verdicts of " + service, () -> flush(service), 0);
  }

  /** What is not written yet belongs to a leadership that is over. */
  synchronized void forget() {
    pending.clear();
  }

  private void flush(String service) {
    Pending taken;
    synchronized (this) {
      taken = pending.remove(service);
    }
    if (taken == null) {
      return;
    }
    try {
      evidence.note(taken.token(), service, taken.events(), ParityRecord.TYPE, taken.record());
    } catch (KeyparityException e) {
      log.warn("verdicts of {} not on record: {}", service, e.operatorMessage());
      if (e.code().nextAction() == NextAction.RETRY && leadership.holds(taken.token())) {
        putBack(service, taken);
      }
    }
  }

  private synchronized void putBack(String service, Pending failed) {
    Pending newer = pending.get(service);
    List<Event> events = new ArrayList<>(failed.events());
    if (newer != null) {
      events.addAll(newer.events());
    }
    pending.put(
        service,
        new Pending(failed.token(), newer == null ? failed.record() : newer.record(), events));
    later("writing verdicts of " + service, () -> flush(service), AGAIN_MILLIS);
  }

  private void later(String doing, Runnable work, long millis) {
    try {
      var unused = thread.schedule(faults.guarding(doing, work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed: not {}", doing);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
