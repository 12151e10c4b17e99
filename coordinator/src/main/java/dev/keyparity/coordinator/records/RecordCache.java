package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.daemon.lifecycle.Component;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was last read of some records of each service, for those who must not wait for the store.
 * Thread-safe.
 *
 * <p>A service is read when it is first asked for, and again after each write of a kind that
 * matters here. A reading that fails is repeated until it succeeds; meanwhile the one before stays,
 * which is as old as the last write. {@link #forget} begins a new leadership: nothing read before
 * it is answered after it.
 *
 * @param <T> immutable
 */
public final class RecordCache<T> implements Component {
  private static final Logger log = LoggerFactory.getLogger(RecordCache.class);
  private static final long AGAIN_MILLIS = 250;
  private static final long UNREADABLE_AGAIN_MILLIS = 5_000;

  private final Function<String, T> reader;
  private final FaultHandler faults;
  private final ScheduledExecutorService thread;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Entry<T>> entries = new HashMap<>();
  private long era;

  private static final class Entry<T> {
    private Optional<T> value = Optional.empty();
    private boolean queued;
  }

  /**
   * @param name of the thread that reads
   * @param kinds after whose writes a service is read again
   * @param reader reads one service; blocks, and may throw what the store throws
   */
  public RecordCache(
      String name,
      WatchedRecords records,
      Set<RecordKey.Kind> kinds,
      Function<String, T> reader,
      FaultHandler faults) {
    this.reader = reader;
    this.faults = faults;
    this.thread = faults.timer(name);
    Set<RecordKey.Kind> matter = Set.copyOf(kinds);
    records.listen(
        (service, written) -> {
          if (written.stream().anyMatch(matter::contains)) {
            readAgain(service);
          }
        });
  }

  @Override
  public void start() {}

  /** Called with a service after it was read, on the reading thread. */
  public void listen(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** As last read; empty if it was not read yet, which has it read. Never blocks on the store. */
  public synchronized Optional<T> get(String service) {
    Entry<T> entry = entries.get(service);
    if (entry == null) {
      entry = new Entry<>();
      entries.put(service, entry);
      enqueue(service, entry, 0);
    }
    return entry.value;
  }

  /** Drops everything. */
  public synchronized void forget() {
    era++;
    entries.clear();
  }

  private synchronized void readAgain(String service) {
    Entry<T> entry = entries.get(service);
    if (entry != null) {
      enqueue(service, entry, 0);
    }
  }

  private synchronized void enqueue(String service, Entry<T> entry, long delayMillis) {
    if (entry.queued) {
      return;
    }
    entry.queued = true;
    long now = era;
    try {
      var unused =
          thread.schedule(
              faults.guarding("reading records of " + service, () -> read(service, now)),
              delayMillis,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed: not reading records of {}", service);
    }
  }

  private void read(String service, long of) {
    synchronized (this) {
      Entry<T> entry = entries.get(service);
      if (entry == null || of != era) {
        return;
      }
      // Before the reading: a write during it must have it read once more.
      entry.queued = false;
    }
    T value;
    try {
      value = reader.apply(service);
    } catch (KeyparityException e) {
      log.warn("records of {} not read yet: {}", service, e.operatorMessage());
      boolean passes = e.code().nextAction() == NextAction.RETRY;
      again(service, of, passes ? AGAIN_MILLIS : UNREADABLE_AGAIN_MILLIS);
      return;
    }
    synchronized (this) {
      Entry<T> entry = entries.get(service);
      if (entry == null || of != era) {
        return;
      }
      entry.value = Optional.of(value);
    }
    listeners.forEach(listener -> listener.accept(service));
  }

  private synchronized void again(String service, long of, long delayMillis) {
    Entry<T> entry = entries.get(service);
    if (entry != null && of == era) {
      enqueue(service, entry, delayMillis);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
