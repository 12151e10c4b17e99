package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a service's {@link InstallMarker} is kept: {@code install/SERVICE/marker.json}. Read by
 * anyone, written only by the store.
 */
public final class MarkerFile {
  private static final String NAME = "marker.json";
  private static final int LARGEST = 64 << 10;

  private final Disk disk;
  private final Path directory;
  private final String service;

  public MarkerFile(Disk disk, Path stateDirectory, String service) {
    this.service = service;
    this.disk = disk;
    this.directory = stateDirectory.resolve("install").resolve(service);
  }

  /**
   * @throws KeyparityException if there is one that cannot be read: that is no absence
   */
  public Optional<InstallMarker> read() {
    try (HeldDirectory held = disk.open(directory)) {
      Optional<byte[]> bytes = DurableFiles.read(held, NAME, LARGEST);
      return bytes.isPresent() ? Optional.of(InstallMarker.parse(bytes.get())) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          directory.resolve(NAME) + ": " + e.getMessage(),
          "compare the key directory with the backups: keyparity backup list " + service,
          e);
    } catch (IOException e) {
      throw DiskFaults.reading(e, "read", directory.resolve(NAME));
    }
  }

  void write(InstallMarker marker) throws IOException {
    try (HeldDirectory held = disk.openOrCreate(directory)) {
      DurableFiles.write(held, NAME, marker.canonicalBytes(), Ownership.PRIVATE);
    }
  }

  /** Removes the marker durably; nothing happens if there is none. */
  void delete() throws IOException {
    try (HeldDirectory held = disk.open(directory)) {
      if (DurableFiles.deleteIfPresent(held, NAME)) {
        held.sync();
      }
    } catch (NoSuchFileException e) {
      return; // not even a directory for it: nothing was ever begun here
    }
  }
}
