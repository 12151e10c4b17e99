package dev.keyparity.coordinator.records;

import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fault.NextAction;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Duration;
import java.util.Collections;
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
 * <ol>
 *   <li>A service is read when it is first asked for, and again after each write of a kind that
 *       matters here.
 *   <li>A reading that fails, for whatever reason, is repeated until it succeeds; meanwhile the one
 *       before stays, which is as old as the last write.
 *   <li>Where that would be wrong the kind is one that <em>outdates</em>: from its write on nothing
 *       is answered until a reading that began after it has succeeded; nor is anything while what
 *       is on record cannot be understood, however it came there.
 *   <li>{@link #forget} begins a new leadership: nothing read before it is answered after it.
 *   <li>Once started, everything is also read again now and then, so that a write that nobody told
 *       of is not missed for ever.
 * </ol>
 *
 * @param <T> immutable, with an {@code equals}
 */
public final class RecordCache<T> implements Component {
  private static final Logger log = LoggerFactory.getLogger(RecordCache.class);
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final Duration UNREADABLE_AGAIN = Duration.ofSeconds(5);
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private final Function<String, T> reader;
  private final Kinds kinds;
  private final FaultHandler faults;
  private final ScheduledExecutorService thread;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Entry<T>> entries = new HashMap<>();
  private long era;

  /**
   * After the writes of which kinds a service is read again.
   *
   * @param outdating those of them after which what was read before must not be answered any more
   */
  public record Kinds(Set<Kind> matter, Set<Kind> outdating) {
    public Kinds {
      matter = Set.copyOf(matter);
      outdating = Set.copyOf(outdating);
      if (!matter.containsAll(outdating)) {
        throw new IllegalArgumentException(
            "kinds: %s outdate (expected: some of %s)".formatted(outdating, matter));
      }
    }
  }

  private static final class Entry<T> {
    private Optional<T> value = Optional.empty();
    private String problem = "";
    private long outdated;
    private boolean queued;
    private boolean retrying;
  }

  /**
   * @param name of the thread that reads
   * @param kinds after whose writes a service is read again; none of them outdates
   * @param reader reads one service; blocks, and may throw what the store throws
   */
  public RecordCache(
      String name,
      WatchedRecords records,
      Set<Kind> kinds,
      Function<String, T> reader,
      FaultHandler faults) {
    this(name, records, new Kinds(kinds, Set.of()), reader, faults);
  }

  public RecordCache(
      String name,
      WatchedRecords records,
      Kinds kinds,
      Function<String, T> reader,
      FaultHandler faults) {
    this.kinds = kinds;
    this.reader = reader;
    this.faults = faults;
    this.thread = faults.timer(name);
    records.listen(this::written);
  }

  /** Begins to read again now and then; the rest works without it. */
  @Override
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            faults.guarding("reading records again", this::refresh),
            REFRESH.toMillis(),
            REFRESH.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Called with a service after another value was read than before, or reading it began to fail; on
   * the reading thread.
   */
  public void listen(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** As last read; empty if it was not read yet, which has it read. Never blocks on the store. */
  public synchronized Optional<T> get(String service) {
    Entry<T> entry = entries.get(service);
    if (entry == null) {
      entry = new Entry<>();
      entries.put(service, entry);
      enqueue(service, entry);
    }
    return entry.value;
  }

  /** Why the last reading failed, for an operator; empty if it did not, or there was none. */
  public synchronized String problem(String service) {
    Entry<T> entry = entries.get(service);
    return entry == null ? "" : entry.problem;
  }

  /** Drops everything. */
  public synchronized void forget() {
    era++;
    entries.clear();
  }

  private synchronized void written(String service, Set<Kind> written) {
    Entry<T> entry = entries.get(service);
    if (entry == null || Collections.disjoint(written, kinds.matter())) {
      return;
    }
    if (!Collections.disjoint(written, kinds.outdating())) {
      entry.outdated++;
      entry.value = Optional.empty();
    }
    enqueue(service, entry);
  }

  private synchronized void refresh() {
    entries.forEach(this::enqueue);
  }

  private synchronized void enqueue(String service, Entry<T> entry) {
    if (!entry.queued) {
      entry.queued = true;
      long of = era;
      later(service, Duration.ZERO, () -> read(service, of));
    }
  }

  private synchronized void again(String service, Entry<T> entry, Duration pause) {
    if (!entry.queued && !entry.retrying) {
      entry.retrying = true;
      long of = era;
      later(service, pause, () -> retry(service, of));
    }
  }

  private void later(String service, Duration pause, Runnable work) {
    try {
      var unused =
          thread.schedule(
              faults.guarding("reading records of " + service, work),
              pause.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed: not reading records of {}", service);
    }
  }

  private void retry(String service, long of) {
    synchronized (this) {
      Entry<T> entry = entries.get(service);
      if (entry == null || of != era) {
        return;
      }
      entry.retrying = false;
      if (entry.queued) {
        return; // a write had it read sooner
      }
    }
    read(service, of);
  }

  private void read(String service, long of) {
    long outdated;
    synchronized (this) {
      Entry<T> entry = entries.get(service);
      if (entry == null || of != era) {
        return;
      }
      // Before the reading: a write during it must have it read once more.
      entry.queued = false;
      outdated = entry.outdated;
    }
    Optional<T> value;
    try {
      value = Optional.of(reader.apply(service));
    } catch (RuntimeException e) {
      // Whatever it is: an old value that is never read again would be worse.
      failed(service, of, e);
      return;
    }
    boolean isNews;
    synchronized (this) {
      Entry<T> entry = entries.get(service);
      if (entry == null || of != era || outdated != entry.outdated) {
        return;
      }
      isNews = !value.equals(entry.value) || !entry.problem.isEmpty();
      entry.value = value;
      entry.problem = "";
    }
    if (isNews) {
      listeners.forEach(listener -> listener.accept(service));
    }
  }

  private void failed(String service, long of, RuntimeException failure) {
    boolean passes = false;
    String why = String.valueOf(failure.getMessage());
    if (failure instanceof KeyparityException known) {
      passes = known.code().nextAction() == NextAction.RETRY;
      why = known.operatorMessage();
    }
    boolean isNews;
    synchronized (this) {
      Entry<T> entry = entries.get(service);
      if (entry == null || of != era) {
        return;
      }
      isNews = !why.equals(entry.problem);
      entry.problem = why;
      if (!passes && !kinds.outdating().isEmpty()) {
        entry.value = Optional.empty();
      }
      again(service, entry, passes ? AGAIN : UNREADABLE_AGAIN);
    }
    if (isNews) {
      log.warn("records of {} not read: {}", service, why, passes ? null : failure);
      listeners.forEach(listener -> listener.accept(service));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
