package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.CopyReceiptCheck;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyFileSet;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.agent.store.VerifiedBackups;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.ReadRecords;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.keyring.container.ContainerReader;
import dev.keyparity.keyring.container.ContainerWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The backups of one service on this host, newest first. The algorithm is in the package's
 * description. Nothing here deletes a backup.
 *
 * <p>Thread-safe: one backup is made at a time, reads do not wait. Every failure is a {@link
 * KeyparityException}.
 */
public final class BackupStore implements VerifiedBackups {
  private static final String CIPHERTEXT = ".tar.gpg";
  private static final String RECORD = ".json";
  private static final String RECEIPTS = ".receipts.json";
  private static final String PROVISIONAL = ".part";
  private static final int LARGEST_RECORD = 4 << 20;
  private static final int TRIES = 3;
  private static final int REMEMBERED = 200;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Disk disk;
  private final BackupScope scope;
  private final KeyDirectoryReader reader;
  private final BackupKeys keys;
  private final Clock clock;
  private final SecureRandom random;
  private final Object making = new Object();
  private final ReadRecords<String, BackupRecord> read = new ReadRecords<>(REMEMBERED);
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();

  public BackupStore(
      Disk disk,
      BackupScope scope,
      KeyDirectoryReader reader,
      BackupKeys keys,
      Clock clock,
      SecureRandom random) {
    this.disk = disk;
    this.scope = scope;
    this.reader = reader;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes a backup and verifies it.
   *
   * @param reason for people
   * @throws KeyparityException {@code NO_RECOVERY_KEY}; {@code FILE_CHANGING} if the directories
   *     would not hold still; {@code BACKUP_UNVERIFIED} if it could not be read back; {@code
   *     UNREADABLE} if a key file is there that cannot be read; the faults of the disk
   */
  public BackupRecord create(String reason) {
    if (keys.recovery().isEmpty()) {
      throw new KeyparityException(
          ErrorCode.NO_RECOVERY_KEY,
          "recovery keys: none (expected: at least one in this agent's configuration)",
          "keyparity recovery-key init --user-id TEXT --out DIR");
    }
    synchronized (making) {
      try (HeldDirectory backups = disk.openOrCreate(scope.directory())) {
        sweep(backups);
        return create(backups, reason);
      } catch (IOException e) {
        throw DiskFaults.writing(e, "back up into", scope.directory());
      } catch (KeyringException e) {
        throw unverified("(new)", e);
      }
    }
  }

  private BackupRecord create(HeldDirectory backups, String reason)
      throws IOException, KeyringException {
    BackupMaking making = new BackupMaking(disk, scope, reader, keys, random);
    for (int i = 0; i < TRIES; i++) {
      Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      String id = freeId(backups, at);
      String provisional = id + CIPHERTEXT + PROVISIONAL;
      Optional<ContainerManifest> made =
          making.make(
              backups,
              provisional,
              new ContainerWriter.Title(id, scope.service(), scope.host(), at));
      if (made.isPresent()) {
        return keep(backups, provisional, made.get(), reason);
      }
    }
    throw new KeyparityException(
        ErrorCode.FILE_CHANGING,
        "key or configuration directory: changed during each of %d backups".formatted(TRIES),
        "find out who writes to " + reader.place().directory());
  }

  private BackupRecord keep(
      HeldDirectory backups, String provisional, ContainerManifest manifest, String reason)
      throws IOException {
    String name = manifest.id() + CIPHERTEXT;
    backups.move(provisional, backups, name);
    backups.sync();
    BackupRecord record =
        new BackupRecord(
            reason,
            reader.place().profile().name(),
            scope.directory().resolve(name).toString(),
            manifest,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    DurableFiles.write(backups, manifest.id() + RECORD, record.canonicalBytes(), Ownership.PRIVATE);
    return record;
  }

  private String freeId(HeldDirectory backups, Instant at) throws IOException {
    while (true) {
      String id = TIME.format(at) + "-" + "%04x".formatted(random.nextInt(1 << 16));
      if (backups.attributes(id + CIPHERTEXT).isEmpty()) {
        return id;
      }
    }
  }

  /** What crashes left half made: it has no record and never counted. */
  private static void sweep(HeldDirectory backups) throws IOException {
    DurableFiles.sweep(backups);
    for (String name : backups.names()) {
      if (name.endsWith(PROVISIONAL)) {
        backups.deleteFile(name);
      }
    }
  }

  /**
   * Those with a record, newest first. A record that cannot be read is an error, not an absence.
   */
  public List<BackupRecord> list() {
    List<BackupRecord> records = new ArrayList<>();
    try (HeldDirectory backups = disk.open(scope.directory())) {
      for (String name : backups.names()) {
        if (name.endsWith(RECORD) && !name.endsWith(RECEIPTS)) {
          record(backups, name).ifPresent(records::add);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DiskFaults.reading(e, "list backups in", scope.directory());
    }
    records.sort(Comparator.comparing(BackupRecord::at).thenComparing(BackupRecord::id).reversed());
    return List.copyOf(records);
  }

  public Optional<BackupRecord> newest() {
    return list().stream().findFirst();
  }

  /** The newest backup that holds exactly these key files, verified anew from disk. */
  public Optional<BackupRecord> verifiedBackupOf(Map<String, FileDigest> keyFiles) {
    return list().stream()
        .filter(record -> record.keyFiles().equals(keyFiles))
        .findFirst()
        .map(record -> verify(record.id()));
  }

  /**
   * The record.
   *
   * @throws KeyparityException {@code NO_SUCH_BACKUP}
   */
  public BackupRecord record(String id) {
    requireName(id);
    try (HeldDirectory backups = disk.open(scope.directory())) {
      return record(backups, id + RECORD).orElseThrow(() -> noSuch(id));
    } catch (NoSuchFileException e) {
      throw noSuch(id);
    } catch (IOException e) {
      throw DiskFaults.reading(e, "read backup", scope.directory().resolve(id + RECORD));
    }
  }

  private Optional<BackupRecord> record(HeldDirectory backups, String name) throws IOException {
    Optional<byte[]> bytes = DurableFiles.read(backups, name, LARGEST_RECORD);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      BackupRecord record = read.read(name, bytes.get(), BackupRecord::parse);
      if (!name.equals(record.id() + RECORD)
          || !record.service().equals(scope.service())
          || !record.host().equals(scope.host())) {
        throw new MalformedRecord("backup: the record of another one");
      }
      return Optional.of(record);
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          scope.directory().resolve(name) + ": " + e.getMessage(),
          "the backup file beside it still opens with gpg",
          e);
    }
  }

  /**
   * Reads a backup anew from disk: the digest of the file, then every entry.
   *
   * @throws KeyparityException {@code NO_SUCH_BACKUP}, {@code BACKUP_UNVERIFIED}
   */
  public BackupRecord verify(String id) {
    BackupRecord record = record(id);
    try {
      container(record).verify(keys.own());
      damaged.remove(id);
      return record;
    } catch (KeyringException e) {
      damaged.add(id);
      throw unverified(id, e);
    } catch (IOException e) {
      damaged.add(id);
      throw unreadable(id, e);
    }
  }

  /** Whether a backup was as it was written when it was last read back from disk. */
  public boolean isIntact(String id) {
    return !damaged.contains(id);
  }

  @Override
  public VerifiedBackup verified(String id) {
    BackupRecord record = verify(id);
    return new VerifiedBackup(
        id,
        record.service(),
        record.host(),
        record.keyFiles(),
        record.ciphertext(),
        record.bytes(),
        copyReceipts(id));
  }

  @Override
  public KeyFileSet keyFiles(String id) {
    BackupRecord record = record(id);
    Map<String, byte[]> inside = new HashMap<>();
    try {
      inside.putAll(container(record).files(keys.own(), ContainerManifest.KEY_DIRECTORY));
      Set<String> absent = new HashSet<>(Profile.named(record.profile()).files());
      absent.removeAll(inside.keySet());
      inside.keySet().retainAll(Profile.named(record.profile()).files());
      return KeyFileSet.of(inside, absent);
    } catch (KeyringException e) {
      throw unverified(id, e);
    } catch (IOException e) {
      throw unreadable(id, e);
    } finally {
      inside.values().forEach(bytes -> java.util.Arrays.fill(bytes, (byte) 0));
    }
  }

  private ContainerReader container(BackupRecord record) {
    return new ContainerReader(
        record.manifest(),
        () -> DurableFiles.stream(disk, scope.directory(), record.id() + CIPHERTEXT));
  }

  /** The backup file as it is, to be copied to another host. To be closed by the caller. */
  public InputStream openCiphertext(String id) {
    BackupRecord record = record(id);
    try {
      return DurableFiles.stream(disk, scope.directory(), record.id() + CIPHERTEXT);
    } catch (IOException e) {
      throw unreadable(id, e);
    }
  }

  /**
   * Keeps another host's receipt for a copy, if it counts.
   *
   * @param hosts every host of the service's identity statement
   * @throws KeyparityException {@code COPY_RECEIPT_INVALID}
   */
  public void acknowledgeCopy(
      String id, SignedCopyReceipt receipt, CopyReceiptCheck check, Set<String> hosts) {
    Optional<String> problem = check.problem(verified(id), receipt, hosts);
    if (problem.isPresent()) {
      throw new KeyparityException(
          ErrorCode.COPY_RECEIPT_INVALID, "copy receipt for " + id + ": " + problem.get(), "");
    }
    synchronized (making) {
      List<SignedCopyReceipt> all = new ArrayList<>(copyReceipts(id));
      if (all.contains(receipt)) {
        return;
      }
      all.add(receipt);
      try (HeldDirectory backups = disk.open(scope.directory())) {
        DurableFiles.write(backups, id + RECEIPTS, CopyReceiptFile.encode(all), Ownership.PRIVATE);
      } catch (IOException e) {
        throw DiskFaults.writing(e, "keep a copy receipt in", scope.directory());
      }
    }
  }

  /** Receipts kept with a backup; to be verified by whoever relies on one. */
  public List<SignedCopyReceipt> copyReceipts(String id) {
    requireName(id);
    try (HeldDirectory backups = disk.open(scope.directory())) {
      Optional<byte[]> bytes = DurableFiles.read(backups, id + RECEIPTS, LARGEST_RECORD);
      return bytes.isPresent() ? CopyReceiptFile.decode(bytes.get()) : List.of();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT, "copy receipts of " + id + ": " + e.getMessage(), "", e);
    } catch (IOException e) {
      throw DiskFaults.reading(e, "read copy receipts in", scope.directory());
    }
  }

  private void requireName(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,63}")) {
      throw noSuch(id);
    }
  }

  private KeyparityException noSuch(String id) {
    return new KeyparityException(
        ErrorCode.NO_SUCH_BACKUP, "backup: " + id, "keyparity backup list " + scope.service());
  }

  private KeyparityException unreadable(String id, IOException e) {
    KeyparityException fault =
        DiskFaults.reading(e, "read backup", scope.directory().resolve(id + CIPHERTEXT));
    return new KeyparityException(
        ErrorCode.BACKUP_UNVERIFIED, fault.operatorMessage(), "make another backup", e);
  }

  private static KeyparityException unverified(String id, KeyringException e) {
    return new KeyparityException(
        ErrorCode.BACKUP_UNVERIFIED,
        "backup " + id + ": " + e.getMessage(),
        "make another backup; this one opens partly at best",
        e);
  }
}
