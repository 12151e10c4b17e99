package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.disk.WritableFile;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.keyring.container.ContainerReader;
import dev.keyparity.keyring.container.ContainerWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one backup, reads it back and compares it with the live directories. */
final class BackupMaking {
  private static final Logger log = LoggerFactory.getLogger(BackupMaking.class);

  private final Disk disk;
  private final BackupScope scope;
  private final KeyDirectoryReader reader;
  private final BackupKeys keys;
  private final SecureRandom random;

  BackupMaking(
      Disk disk,
      BackupScope scope,
      KeyDirectoryReader reader,
      BackupKeys keys,
      SecureRandom random) {
    this.disk = disk;
    this.scope = scope;
    this.reader = reader;
    this.keys = keys;
    this.random = random;
  }

  /**
   * One try.
   *
   * @param name of the file that is made, provisional
   * @return what it holds; empty if the directories changed meanwhile, and then there is no file
   */
  Optional<ContainerManifest> make(HeldDirectory backups, String name, ContainerWriter.Title title)
      throws IOException, KeyringException {
    boolean good = false;
    try {
      ContainerManifest manifest = write(backups, name, title);
      new ContainerReader(manifest, () -> DurableFiles.stream(disk, scope.directory(), name))
          .verify(keys.own());
      good = isStillLive(manifest);
      return good ? Optional.of(manifest) : Optional.empty();
    } catch (KeyringException e) {
      if (e.code() == dev.keyparity.keyring.ErrorCode.CHANGED_WHILE_READ) {
        return Optional.empty();
      }
      throw e;
    } finally {
      if (!good) {
        discard(backups, name);
      }
    }
  }

  /** It has no record and never counted; if it cannot be removed now, the next backup does it. */
  private static void discard(HeldDirectory backups, String name) {
    try {
      DurableFiles.deleteIfPresent(backups, name);
    } catch (IOException e) {
      log.warn("backup file that does not count could not be removed: {}", name, e);
    }
  }

  private ContainerManifest write(HeldDirectory backups, String name, ContainerWriter.Title title)
      throws IOException, KeyringException {
    KeyDirectoryReading keyDirectory = reader.read();
    try (WritableFile file = backups.createFile(name, Ownership.PRIVATE)) {
      OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16);
      ContainerWriter container = new ContainerWriter(out, title, keys.recipients(), random);
      ArchiveWriter archive = new ArchiveWriter(container);
      walk(archive);
      requireKeyFiles(archive);
      ContainerManifest manifest = container.finish(keyDirectory.facts());
      out.flush();
      file.sync();
      return manifest;
    }
  }

  private boolean isStillLive(ContainerManifest manifest) throws IOException, KeyringException {
    LiveListing now = new LiveListing();
    walk(now);
    return now.isIn(manifest);
  }

  private void walk(DirectoryWalk.Visitor visitor) throws IOException, KeyringException {
    DirectoryWalk walk = new DirectoryWalk(visitor);
    walk(walk, visitor, ContainerManifest.KEY_DIRECTORY, reader.place().directory());
    if (scope.configDirectory() != null) {
      walk(walk, visitor, ContainerManifest.CONFIG_DIRECTORY, scope.configDirectory());
    }
  }

  private void walk(
      DirectoryWalk walk, DirectoryWalk.Visitor visitor, String prefix, Path directory)
      throws IOException, KeyringException {
    try (HeldDirectory held = disk.open(directory)) {
      walk.walk(prefix, held);
    } catch (NoSuchFileException e) {
      visitor.skipped(prefix, "no such directory");
    }
  }

  /** A key file that is there must be inside: a backup without it would be believed in. */
  private void requireKeyFiles(ArchiveWriter archive) {
    for (String name : reader.place().profile().files()) {
      String reason = archive.skipped().get(ContainerManifest.KEY_DIRECTORY + "/" + name);
      if (reason != null) {
        throw new KeyparityException(
            ErrorCode.UNREADABLE,
            "%s: %s (expected: a regular file with one name)"
                .formatted(reader.place().directory().resolve(name), reason),
            "look at what is there: ls -la " + reader.place().directory());
      }
    }
  }
}
