package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.ReplacementOutcome.Refused;
import dev.keyparity.agent.store.VerifiedBackups.VerifiedBackup;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.RingFacts;
import dev.keyparity.keyring.RingReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service's key directory on this host: read by anyone of the agent, written only here. The
 * algorithm and its properties are in the package's description.
 *
 * <p>Thread-safe: replacements wait for one another, reads do not wait.
 */
public final class KeyDirectoryStore {
  private final Disk disk;
  private final KeyDirectoryPlace place;
  private final VerifiedBackups backups;
  private final CopyReceiptCheck receipts;
  private final Clock clock;
  private final KeyDirectoryReader reader;
  private final MarkerFile markers;
  private final PrefixDigests prefixes;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * @param stateDirectory the agent's own; everything durable but the key files is below it
   */
  public KeyDirectoryStore(
      Disk disk,
      KeyDirectoryPlace place,
      Path stateDirectory,
      VerifiedBackups backups,
      CopyReceiptCheck receipts,
      Clock clock) {
    this.disk = disk;
    this.place = place;
    this.backups = backups;
    this.receipts = receipts;
    this.clock = clock;
    this.reader = new KeyDirectoryReader(disk, place, clock);
    this.markers = new MarkerFile(disk, stateDirectory, place.service());
    this.prefixes = new PrefixDigests(disk, stateDirectory, place.service());
  }

  public KeyDirectoryPlace place() {
    return place;
  }

  /** Looks at the directory, at every byte of its files. Whatever is found is a fact. */
  public KeyDirectoryReading read() {
    return reader.read();
  }

  /**
   * The digest of the first bytes of the key file.
   *
   * @return empty if the file is not longer than that, or answering would tell too much (a private
   *     key can be guessed byte by byte from the digests of its beginnings)
   * @throws KeyparityException if the file cannot be read
   */
  public Optional<Digest> prefixDigest(long length) {
    try (KeyFileSet files = readSecretFiles()) {
      String keyFile = place.profile().keyFile();
      return files.digest(keyFile).isAbsent()
          ? Optional.empty()
          : prefixes.of(files.secretBytes(keyFile), length);
    }
  }

  /**
   * The files themselves, to be sealed for another host. To be closed by the caller.
   *
   * @throws KeyparityException if one is there and cannot be read
   */
  public KeyFileSet readSecretFiles() {
    try (HeldDirectory keys = disk.open(place.directory())) {
      return KeyDirectoryLook.secretFiles(keys, place.profile());
    } catch (IOException e) {
      throw DiskFaults.reading(e, "read key files in", place.directory());
    }
  }

  /**
   * Of a replacement that neither ended nor was undone: while it is there no KMS must be started.
   *
   * @throws KeyparityException if there is one that cannot be read
   */
  public Optional<InstallMarker> marker() {
    return markers.read();
  }

  /**
   * Puts approved key files in place: the whole set, or nothing.
   *
   * @throws KeyparityException {@code INSTALL_INTERRUPTED}: begun, and could neither be finished
   *     nor undone; the marker stays
   */
  public ReplacementOutcome install(KeyFileSet next, InstallTicket ticket, StoppedProof stopped) {
    return writing(() -> replace(next, ticket.replacement(), ticket, stopped));
  }

  /**
   * Puts the key files of a backup in place, as they were, whatever they were.
   *
   * @param restored id of the backup whose files come back; the ticket names another one, of what
   *     is there now
   */
  public ReplacementOutcome restore(
      String restored, ReplacementTicket ticket, StoppedProof stopped) {
    return writing(
        () -> {
          try (KeyFileSet files = backups.keyFiles(restored)) {
            return replace(files, ticket, null, stopped);
          } catch (KeyparityException e) {
            if (e.code() == ErrorCode.INSTALL_INTERRUPTED) {
              throw e;
            }
            return new Refused(e.code(), e.operatorMessage(), e.whatToDo());
          }
        });
  }

  /** Finishes or undoes what a crash interrupted. To be called before anything else. */
  public RecoveryOutcome recover() {
    writing.lock();
    try {
      Optional<InstallMarker> marker = markers.read();
      return marker.isPresent() ? recover(marker.get()) : sweep();
    } finally {
      writing.unlock();
    }
  }

  private RecoveryOutcome sweep() {
    try (HeldDirectory keys = disk.open(place.directory())) {
      if (keys.attributes(Staging.NAME).isEmpty()) {
        return new RecoveryOutcome.Clean();
      }
      Staging.sweep(keys, null);
      return new RecoveryOutcome.Swept();
    } catch (NoSuchFileException e) {
      return new RecoveryOutcome.Clean();
    } catch (IOException e) {
      throw DiskFaults.writing(e, "sweep", place.directory());
    }
  }

  private RecoveryOutcome recover(InstallMarker marker) {
    try (HeldDirectory keys = disk.open(place.directory())) {
      Recovery recovery = new Recovery(place, keys, backups, clock);
      Recovery.Standing standing = recovery.settle(marker);
      markers.delete();
      return switch (standing) {
        case FINISH -> new RecoveryOutcome.Finished(marker, recovery.notes());
        case UNDO -> new RecoveryOutcome.Undone(marker, recovery.notes());
        case FOREIGN -> new RecoveryOutcome.Superseded(marker, recovery.notes());
      };
    } catch (IOException e) {
      KeyparityException fault = DiskFaults.writing(e, "recover", place.directory());
      return new RecoveryOutcome.Stuck(marker, fault.code(), fault.operatorMessage());
    } catch (KeyparityException e) {
      return new RecoveryOutcome.Stuck(marker, e.code(), e.operatorMessage());
    }
  }

  private ReplacementOutcome writing(Supplier<ReplacementOutcome> work) {
    writing.lock();
    try {
      if (markers.read().isPresent()) {
        return new Refused(
            ErrorCode.INSTALL_INTERRUPTED,
            "key directory " + place.directory() + ": an earlier replacement did not end",
            "restart the agent: it finishes or undoes it");
      }
      return work.get();
    } finally {
      writing.unlock();
    }
  }

  /**
   * @param install null: the files of a backup come back, whatever they are
   */
  private ReplacementOutcome replace(
      KeyFileSet next,
      ReplacementTicket ticket,
      @Nullable InstallTicket install,
      StoppedProof stopped) {
    KeyDirectoryReading present = read();
    Decision decision = decide(present, next, ticket, install, stopped);
    if (decision.refused() != null) {
      return decision.refused();
    }
    if (next.digests().equals(digests(present))) {
      return new ReplacementOutcome.Replaced(
          present, ticket.replaces(), ticket.backup(), List.of("was in place already"));
    }
    try (HeldDirectory keys = openOrCreate()) {
      return new Replacement(disk, place, markers, backups, clock)
          .run(
              keys,
              present,
              next,
              ticket,
              decision.changesIdentity() ? Optional.of(stopped) : Optional.empty());
    } catch (IOException e) {
      throw DiskFaults.writing(e, "open", place.directory());
    }
  }

  private record Decision(@Nullable Refused refused, boolean changesIdentity) {}

  private Decision decide(
      KeyDirectoryReading present,
      KeyFileSet next,
      ReplacementTicket ticket,
      @Nullable InstallTicket install,
      StoppedProof stopped) {
    RingFacts ring = ring(next);
    KeyIdentity identity = ring == null ? null : ring.identity();
    FileDigest keyFile = next.digest(place.profile().keyFile());
    boolean changes = ReplacementGate.changesIdentity(present, keyFile, identity);
    Optional<Refused> refused =
        ReplacementGate.expected(present, ticket.replaces())
            .or(() -> install == null ? Optional.empty() : approved(present, next, ring, install))
            .or(() -> secured(present, ticket, changes))
            .or(() -> changes ? ReplacementGate.stopped(stopped.refutation()) : Optional.empty());
    return new Decision(refused.orElse(null), changes);
  }

  private Optional<Refused> approved(
      KeyDirectoryReading present,
      KeyFileSet next,
      @Nullable RingFacts ring,
      InstallTicket install) {
    Set<Fingerprint> named = install.givesWay();
    KeyIdentity identity = ring == null ? null : ring.identity();
    return ReplacementGate.approved(present, next, ring, install)
        .or(() -> ReplacementGate.givesWay(place, present, identity, named));
  }

  /** What is there is in a backup, and where another key comes, on another host, too. */
  private Optional<Refused> secured(
      KeyDirectoryReading present, ReplacementTicket ticket, boolean changesIdentity) {
    VerifiedBackup backup;
    try {
      backup = backups.verified(ticket.backup());
    } catch (KeyparityException e) {
      return Optional.of(new Refused(e.code(), e.operatorMessage(), e.whatToDo()));
    }
    Optional<Refused> missing = ReplacementGate.backedUp(place, present, backup);
    if (missing.isPresent() || !ReplacementGate.needsCopy(present, changesIdentity)) {
      return missing;
    }
    return ReplacementGate.copied(
        backup, receipts.problem(backup, ticket.copyReceipts(), ticket.hosts()));
  }

  private @Nullable RingFacts ring(KeyFileSet next) {
    String keyFile = place.profile().keyFile();
    return next.digest(keyFile).isAbsent()
        ? null
        : RingReader.read(next.secretBytes(keyFile), keyFile);
  }

  private static Map<String, FileDigest> digests(KeyDirectoryReading present) {
    Map<String, FileDigest> digests = new TreeMap<>();
    for (String name : present.profile().files()) {
      present.digest(name).ifPresent(digest -> digests.put(name, digest));
    }
    return digests;
  }

  /** On a host whose KMS never started there may be no key directory yet. */
  private HeldDirectory openOrCreate() throws IOException {
    try {
      return disk.open(place.directory());
    } catch (NoSuchFileException e) {
      Path parent = place.directory().getParent();
      Path name = place.directory().getFileName();
      if (parent == null || name == null) {
        throw e;
      }
      try (HeldDirectory above = disk.open(parent)) {
        int mode = Integer.parseInt(place.profile().directoryMode(), 8);
        Ownership ownership =
            new Ownership(place.ownership().owner(), place.ownership().group(), mode);
        HeldDirectory made = above.createDirectory(name.toString(), ownership);
        above.sync();
        return made;
      }
    }
  }
}
