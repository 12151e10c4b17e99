package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.rpc.KeyFeed;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.keyring.KeyDirectoryFacts;
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
  private final boolean onlyIfTold;
  private boolean isTold;

  /**
   * @param onlyIfTold files are read again only when the kernel told of a change
   */
  LookedAtKeys(KeyDirectoryReader reader, Clock clock, boolean onlyIfTold) {
    this.reader = reader;
    this.clock = clock;
    this.onlyIfTold = onlyIfTold;
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
    if (before == null || (mayLook() && !before.stamp().equals(reader.stamp()))) {
      isTold = false;
      KeyDirectoryReading now = reader.read();
      read = now;
      return now;
    }
    return new KeyDirectoryReading(
        before.facts(), before.unreadable(), before.stamp(), clock.instant());
  }

  /** What is really there. */
  KeyDirectoryFacts readNow() {
    return reader.read().facts();
  }

  private boolean mayLook() {
    return !onlyIfTold || isTold;
  }

  @Override
  public AutoCloseable onChange(Runnable wake) {
    listeners.add(wake);
    return () -> listeners.remove(wake);
  }

  /** Something changed there. */
  void changed() {
    isTold = true;
    List.copyOf(listeners).forEach(Runnable::run);
  }
}
