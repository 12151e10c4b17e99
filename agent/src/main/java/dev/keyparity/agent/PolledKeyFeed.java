package dev.keyparity.agent;

import dev.keyparity.agent.rpc.KeyFeed;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.agent.store.KeyDirectoryStamp;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a key directory by asking the file system for its change times several times a second,
 * and reading it when they changed. Thread-safe.
 */
final class PolledKeyFeed implements KeyFeed, Component {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final KeyDirectoryReader reader;
  private final ScheduledExecutorService timer;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable KeyDirectoryStamp stamp;
  private @Nullable Sighting newest;
  private @Nullable ScheduledFuture<?> polling;

  PolledKeyFeed(KeyDirectoryReader reader, ScheduledExecutorService timer) {
    this.reader = reader;
    this.timer = timer;
  }

  @Override
  public synchronized void start() {
    polling =
        timer.scheduleWithFixedDelay(
            FaultHandler.logging().guarding("watching " + reader.place().directory(), this::poll),
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void poll() {
    boolean changed;
    synchronized (this) {
      changed = !reader.stamp().equals(stamp);
    }
    if (changed) {
      look();
      listeners.forEach(Runnable::run);
    }
  }

  @Override
  public synchronized Sighting look() {
    KeyDirectoryReading reading = reader.read();
    boolean settled = reading.stamp().equals(reader.stamp());
    boolean same =
        newest != null && newest.reading().directoryDigest().equals(reading.directoryDigest());
    Instant since = same && newest != null ? newest.changedAt() : reading.at();
    Sighting sighting = new Sighting(reading, !settled, since);
    newest = sighting;
    stamp = reading.stamp();
    return sighting;
  }

  @Override
  public AutoCloseable onChange(Runnable wake) {
    listeners.add(wake);
    return () -> listeners.remove(wake);
  }

  @Override
  public synchronized void close() {
    listeners.clear();
    if (polling != null) {
      polling.cancel(false);
    }
  }
}
