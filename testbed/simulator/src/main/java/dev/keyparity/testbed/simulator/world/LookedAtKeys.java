package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.rpc.KeyFeed;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryReading;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key directory, looked at whenever somebody asks. Files are read again only if the file system
 * says that something changed: the time and inode of each change on a simulated disk are its own.
 */
final class LookedAtKeys implements KeyFeed {
  private final KeyDirectoryReader reader;
  private final Clock clock;
  private @Nullable KeyDirectoryReading read;
  private final List<Runnable> listeners = new ArrayList<>();
  private String last = "";
  private Instant changedAt = Instant.EPOCH;

  LookedAtKeys(KeyDirectoryReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public Sighting look() {
    KeyDirectoryReading reading = reading();
    String digest = reading.directoryDigest().hex();
    if (!digest.equals(last)) {
      last = digest;
      changedAt = clock.instant();
    }
    return new Sighting(reading, false, changedAt);
  }

  private KeyDirectoryReading reading() {
    KeyDirectoryReading before = read;
    if (before == null || !before.stamp().equals(reader.stamp())) {
      KeyDirectoryReading now = reader.read();
      read = now;
      return now;
    }
    return new KeyDirectoryReading(
        before.facts(), before.unreadable(), before.stamp(), clock.instant());
  }

  @Override
  public AutoCloseable onChange(Runnable wake) {
    listeners.add(wake);
    return () -> listeners.remove(wake);
  }

  /** Something changed there. */
  void changed() {
    List.copyOf(listeners).forEach(Runnable::run);
  }
}
