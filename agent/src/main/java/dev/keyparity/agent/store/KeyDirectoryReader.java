package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.HeldDirectory;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/** Looks at a key directory; whatever is found is a fact. Never runs gpg. Thread-safe. */
public final class KeyDirectoryReader {
  private final Disk disk;
  private final KeyDirectoryPlace place;
  private final Clock clock;

  public KeyDirectoryReader(Disk disk, KeyDirectoryPlace place, Clock clock) {
    this.disk = disk;
    this.place = place;
    this.clock = clock;
  }

  public KeyDirectoryPlace place() {
    return place;
  }

  /** Reads every byte of the profile's files. */
  public KeyDirectoryReading read() {
    Instant at = clock.instant();
    try (HeldDirectory keys = disk.open(place.directory())) {
      return KeyDirectoryLook.read(keys, place.profile(), at);
    } catch (IOException e) {
      return KeyDirectoryLook.unopened(place.profile(), e, place.directory().toString(), at);
    }
  }

  /** Asks the file system only, without reading the files. */
  public KeyDirectoryStamp stamp() {
    try (HeldDirectory keys = disk.open(place.directory())) {
      return KeyDirectoryLook.stamp(keys, place.profile());
    } catch (IOException e) {
      return KeyDirectoryLook.unopened(
              place.profile(), e, place.directory().toString(), clock.instant())
          .stamp();
    }
  }
}
