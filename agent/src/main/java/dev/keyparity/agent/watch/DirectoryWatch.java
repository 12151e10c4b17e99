package dev.keyparity.agent.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.agent.store.KeyDirectoryStamp;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one service's key directory. How is in the package's description.
 *
 * <p>Thread-safe. All looking is done by the one thread of the executor that is given to it and
 * that it shares with nobody; callers wait for it or take what it last knew.
 */
public final class DirectoryWatch implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);

  /**
   * Change times advance with the kernel's tick, up to 10 ms; a reading within this time of the
   * last change may have missed another change with the same time.
   */
  private static final Duration TICKS = Duration.ofMillis(100);

  private final KeyDirectoryReader reader;
  private final ChangeNotices.Source source;
  private final Sentinel sentinel;
  private final ScheduledExecutorService loop;
  private final Clock clock;
  private final WatchTiming timing;
  private final SnapshotListener listener;

  private final AtomicBoolean examineQueued = new AtomicBoolean();
  private volatile @Nullable KeyDirectorySnapshot latest;
  private volatile String problem = "not started";

  /** Opening and closing of notices only: whoever closes the watch must not wait for a look. */
  private final Object gate = new Object();

  @GuardedBy("gate")
  private @Nullable ChangeNotices notices;

  @GuardedBy("gate")
  private boolean closed;

  // Only the loop's thread touches this.
  private long sequence;

  /**
   * @param sentinelDirectory a directory of ours in which nothing else is
   * @param loop of one thread; not closed here
   */
  public DirectoryWatch(
      KeyDirectoryReader reader,
      Disk disk,
      Path sentinelDirectory,
      ChangeNotices.Source source,
      Loop loop,
      SnapshotListener listener) {
    this.reader = reader;
    this.source = source;
    this.sentinel = new Sentinel(disk, sentinelDirectory, loop.timing());
    this.loop = loop.executor();
    this.clock = loop.clock();
    this.timing = loop.timing();
    this.listener = listener;
  }

  /** What drives a watch. */
  public record Loop(ScheduledExecutorService executor, Clock clock, WatchTiming timing) {}

  /** Begins to watch; the first snapshot is there, or on its way to the listener, soon after. */
  public void start() {
    long millis = timing.heartbeat().toMillis();
    loop.execute(guarded(this::heartbeat));
    var unused =
        loop.scheduleWithFixedDelay(
            guarded(this::heartbeat), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** What was last known, without looking; empty before the first look. */
  public Optional<KeyDirectorySnapshot> current() {
    return Optional.ofNullable(latest);
  }

  /**
   * Reads the files now.
   *
   * @throws KeyparityException {@code DEADLINE_EXCEEDED} if that takes longer
   */
  public KeyDirectorySnapshot refresh(Duration atMost) {
    Future<KeyDirectorySnapshot> look = loop.submit(this::examine);
    try {
      return look.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      look.cancel(false);
      throw new KeyparityException(
          ErrorCode.DEADLINE_EXCEEDED,
          "key directory %s: no look within %s".formatted(reader.place().directory(), atMost),
          "",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "look at the key directory", "", e);
    } catch (ExecutionException e) {
      throw new KeyparityException(
          ErrorCode.INTERNAL, "look at the key directory: " + e.getCause(), "", e);
    }
  }

  public WatchHealth health() {
    return new WatchHealth(sentinel.provenAt(), problem);
  }

  /**
   * Stops the notices, here and now: the loop may never run again. The executor is its owner's to
   * stop.
   */
  @Override
  public void close() {
    synchronized (gate) {
      closed = true;
      dropNotices();
    }
  }

  // From here on: the loop's thread.

  private void heartbeat() {
    Instant now = clock.instant();
    keepNotices(now);
    KeyDirectorySnapshot known = latest;
    if (known == null || known.changing()) {
      examine();
      return;
    }
    KeyDirectoryStamp stamp = reader.stamp();
    if (stamp.equals(known.reading().stamp()) && !couldHideAChange(known.reading())) {
      latest = known.confirmed(now);
    } else {
      examine();
    }
  }

  private static boolean couldHideAChange(KeyDirectoryReading reading) {
    Instant newest = reading.at().minus(TICKS);
    Attributes directory = reading.stamp().directory();
    return (directory != null && directory.changed().isAfter(newest))
        || reading.stamp().files().values().stream().anyMatch(f -> f.changed().isAfter(newest));
  }

  /** Reads the files, tells the listener if they are others than before. */
  private KeyDirectorySnapshot examine() {
    KeyDirectoryReading reading = reader.read();
    KeyDirectorySnapshot before = latest;
    KeyDirectorySnapshot now =
        before == null || !isSame(before.reading(), reading)
            ? unsettled(reading)
            : settled(before, reading);
    latest = now;
    if (before == null || before.sequence() != now.sequence()) {
      tell(now);
    }
    return now;
  }

  /** Other than before: told at once, believed after a second look. */
  private KeyDirectorySnapshot unsettled(KeyDirectoryReading reading) {
    var unused =
        loop.schedule(guarded(this::examine), timing.settle().toMillis(), TimeUnit.MILLISECONDS);
    return new KeyDirectorySnapshot(reading, true, reading.at(), reading.at(), ++sequence);
  }

  private KeyDirectorySnapshot settled(KeyDirectorySnapshot before, KeyDirectoryReading reading) {
    // Two looks count as two only if there was time to change in between.
    boolean early = reading.at().isBefore(before.reading().at().plus(timing.settle()));
    if (before.changing() && early) {
      return before.confirmed(reading.at());
    }
    return new KeyDirectorySnapshot(
        reading,
        false,
        before.firstSeen(),
        reading.at(),
        before.changing() ? ++sequence : before.sequence());
  }

  /** Whether two looks found the same; not whether at the same time. */
  private static boolean isSame(KeyDirectoryReading one, KeyDirectoryReading other) {
    return one.facts().equals(other.facts()) && one.unreadable().equals(other.unreadable());
  }

  private void tell(KeyDirectorySnapshot snapshot) {
    try {
      listener.seen(snapshot);
    } catch (RuntimeException e) {
      log.error("a listener of the key directory failed", e);
    }
  }

  private void keepNotices(Instant now) {
    try {
      if (isTold() && sentinel.isOverdue(now)) {
        problem("the kernel did not tell of a file that was just made");
        dropNotices();
      }
      if (!isTold()) {
        sentinel.prepare();
        sentinel.restart();
      }
      ChangeNotices present = openIfNeeded();
      if (present != null) {
        present.watch(directories());
        sentinel.write(now);
      }
    } catch (IOException e) {
      problem("no notices from the kernel: " + e.getMessage());
      dropNotices();
    }
  }

  /** Said once, not at every heartbeat. */
  private void problem(String found) {
    if (!found.equals(problem)) {
      log.warn(
          "watching {}: {}; changes are seen at the heartbeat", reader.place().directory(), found);
      problem = found;
    }
  }

  private Map<Path, Predicate<String>> directories() {
    Path directory = reader.place().directory();
    Map<Path, Predicate<String>> wanted = new HashMap<>();
    wanted.put(directory, name -> true);
    Path parent = directory.getParent();
    Path own = directory.getFileName();
    if (parent != null && own != null) {
      // Of a busy parent only this name concerns us.
      wanted.put(parent, own.toString()::equals);
    }
    wanted.put(sentinel.directory(), name -> true);
    return wanted;
  }

  private boolean isTold() {
    synchronized (gate) {
      return notices != null;
    }
  }

  /** Null once the watch is closed: nobody would ever close what was opened then. */
  private @Nullable ChangeNotices openIfNeeded() throws IOException {
    synchronized (gate) {
      if (notices == null && !closed) {
        notices = source.open(new Told());
      }
      return notices;
    }
  }

  private void dropNotices() {
    synchronized (gate) {
      if (notices != null) {
        notices.close();
        notices = null;
      }
    }
  }

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RejectedExecutionException e) {
        log.debug("look after the watch was stopped: {}", e.toString());
      } catch (RuntimeException e) {
        // A scheduled task that throws is never run again: a dead watcher that nobody notices.
        log.error("watching {} failed", reader.place().directory(), e);
        problem = "failed: " + e;
      }
    };
  }

  /** Notices come on a thread of their own; here they only enqueue. */
  private final class Told implements ChangeNotices.Consumer {
    @Override
    public void changed(Path directory) {
      if (directory.equals(sentinel.directory())) {
        enqueue(this::proven);
      } else if (examineQueued.compareAndSet(false, true)) {
        enqueue(this::look);
      }
    }

    private void proven() {
      sentinel.told(clock.instant());
      problem = "";
    }

    private void look() {
      // First: a notice that comes while we look must bring another look.
      examineQueued.set(false);
      keepNotices(clock.instant());
      examine();
    }

    @Override
    public void ended(Exception reason) {
      log.warn("notices ended", reason);
      enqueue(DirectoryWatch.this::dropNotices);
    }

    private void enqueue(Runnable work) {
      try {
        loop.execute(guarded(work));
      } catch (RejectedExecutionException e) {
        log.debug("notice after the watch was stopped: {}", e.toString());
      }
    }
  }
}
