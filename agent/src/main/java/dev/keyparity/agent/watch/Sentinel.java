package dev.keyparity.agent.watch;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.disk.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Proves that notices arrive: makes a file in a directory of ours that is watched with the same
 * means, and expects to be told of it. Used by one thread.
 */
final class Sentinel {
  private static final String NAME = "sentinel";

  private final Disk disk;
  private final Path directory;
  private final Duration every;
  private final Duration patience;

  private @Nullable Instant wroteAt;

  /** Read by other threads, too. */
  private volatile @Nullable Instant provenAt;

  private Instant nextAt = Instant.MIN;

  Sentinel(Disk disk, Path directory, WatchTiming timing) {
    this.disk = disk;
    this.directory = directory;
    this.every = timing.sentinel();
    this.patience = timing.heartbeat().multipliedBy(2);
  }

  Path directory() {
    return directory;
  }

  @Nullable Instant provenAt() {
    return provenAt;
  }

  void prepare() throws IOException {
    disk.openOrCreate(directory).close();
  }

  /** Writes if it is time. */
  void write(Instant now) throws IOException {
    if (now.isBefore(nextAt) || wroteAt != null) {
      return;
    }
    nextAt = now.plus(every);
    wroteAt = now;
    try (HeldDirectory held = disk.openOrCreate(directory)) {
      DurableFiles.deleteIfPresent(held, NAME);
      try (WritableFile file = held.createFile(NAME, Ownership.PRIVATE)) {
        file.stream().write('.');
      }
    }
  }

  /** A notice of the sentinel's directory came. */
  void told(Instant now) {
    wroteAt = null;
    provenAt = now;
  }

  /** Whether a notice that should have come did not. */
  boolean isOverdue(Instant now) {
    return wroteAt != null && now.isAfter(wroteAt.plus(patience));
  }

  /** Notices were made anew: what was written before counts no more. */
  void restart() {
    wroteAt = null;
    nextAt = Instant.MIN;
  }
}
