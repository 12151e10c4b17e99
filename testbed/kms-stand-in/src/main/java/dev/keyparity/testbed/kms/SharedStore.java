package dev.keyparity.testbed.kms;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory that stands for the Key Trustee Server: all hosts share it, metadata lies in it in
 * clear and key versions sealed.
 *
 * <pre>
 * lock                      held while a key is made, rolled or deleted
 * keys/NAME/key.json        {@link KeyRecord}; says how many versions there are
 * keys/NAME/N.json          {@link SealedVersion}
 * hosts/HOST.json           {@link HostRecord}
 * </pre>
 *
 * <p>A version's file is written before the record that counts it, so a crash between the two
 * leaves a file that nobody was promised and that the next roll replaces. Reads take no lock. Safe
 * for several threads and processes.
 */
final class SharedStore {
  /** A file lock excludes other processes only; within this one it would throw. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private static final int LONGEST_NAME = 200;

  private final Path keys;
  private final Path hosts;
  private final Path lock;

  private SharedStore(Path directory) {
    this.keys = directory.resolve("keys");
    this.hosts = directory.resolve("hosts");
    this.lock = directory.resolve("lock");
  }

  static SharedStore open(Path directory) throws IOException {
    SharedStore store = new SharedStore(directory);
    DurableFile.createDirectories(store.keys);
    DurableFile.createDirectories(store.hosts);
    return store;
  }

  /** Names of the keys that are not deleted, sorted. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(keys)) {
      for (Path directory : directories) {
        read(directory).filter(key -> !key.isDeleted()).map(KeyRecord::name).ifPresent(names::add);
      }
    }
    names.sort(null);
    return List.copyOf(names);
  }

  /** The key of that name, deleted or not. */
  Optional<KeyRecord> find(String name) throws IOException {
    return isStorable(name) ? read(directory(name)) : Optional.empty();
  }

  /** A version that the key's record counts. */
  SealedVersion version(KeyRecord key, int number) throws IOException {
    return StoredFormat.read(
        versionFile(key.name(), number), SealedVersion.FORMAT, SealedVersion.class);
  }

  /**
   * Adds a key with its first version.
   *
   * @throws IOException if there is one of that name, even a deleted one
   */
  void create(KeyRecord key, SealedVersion first) throws IOException {
    if (!isStorable(key.name())) {
      throw new IOException("key name: " + key.name() + " (expected: 1 to 200 characters)");
    }
    locked(
        () -> {
          Optional<KeyRecord> present = read(directory(key.name()));
          if (present.isPresent()) {
            throw new IOException(
                "key "
                    + key.name()
                    + (present.get().isDeleted()
                        ? " was deleted, its name stays taken"
                        : " already exists"));
          }
          DurableFile.createDirectories(directory(key.name()));
          DurableFile.write(versionFile(key.name(), 0), first.toJson());
          DurableFile.write(recordFile(directory(key.name())), key.toJson());
        });
  }

  /** Adds the next version of a key; {@code sealer} is told its number. */
  SealedVersion roll(String name, Sealer sealer) throws IOException {
    SealedVersion[] added = new SealedVersion[1];
    locked(
        () -> {
          KeyRecord key = present(name);
          added[0] = sealer.seal(key.versions());
          DurableFile.write(versionFile(name, key.versions()), added[0].toJson());
          DurableFile.write(recordFile(directory(name)), key.withOneMoreVersion().toJson());
        });
    return added[0];
  }

  /** Hides a key and keeps its name taken and its versions stored, as Key Trustee does. */
  void deleteSoftly(String name, Instant at) throws IOException {
    locked(
        () -> DurableFile.write(recordFile(directory(name)), present(name).deletedAt(at).toJson()));
  }

  /** Says which key a host started with, over what it said before. */
  void publish(HostRecord host) throws IOException {
    DurableFile.write(hosts.resolve(host.host() + ".json"), host.toJson());
  }

  /** What all hosts have published, by host name. */
  List<HostRecord> hosts() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(hosts, "[!.]*.json")) {
      all.forEach(files::add);
    }
    files.sort(null);
    List<HostRecord> records = new ArrayList<>();
    for (Path file : files) {
      records.add(StoredFormat.read(file, HostRecord.FORMAT, HostRecord.class));
    }
    return List.copyOf(records);
  }

  private KeyRecord present(String name) throws IOException {
    return find(name)
        .filter(key -> !key.isDeleted())
        .orElseThrow(() -> new IOException("key " + name + " does not exist"));
  }

  private static Optional<KeyRecord> read(Path directory) throws IOException {
    Path file = recordFile(directory);
    return Files.exists(file)
        ? Optional.of(StoredFormat.read(file, KeyRecord.FORMAT, KeyRecord.class))
        : Optional.empty();
  }

  private void locked(Change change) throws IOException {
    IN_THIS_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException(lock + ": lock lost");
      }
      change.make();
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private Path directory(String name) {
    return keys.resolve(encoded(name));
  }

  private Path versionFile(String name, int number) {
    return directory(name).resolve(number + ".json");
  }

  private static Path recordFile(Path directory) {
    return directory.resolve("key.json");
  }

  private static boolean isStorable(String name) {
    return !name.isEmpty() && encoded(name).length() <= LONGEST_NAME;
  }

  /** A key's name may hold any character; a file's may not, nor may it be a dot. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace(".", "%2E");
  }

  /** Seals the version of the given number. */
  interface Sealer {
    SealedVersion seal(int number) throws IOException;
  }

  private interface Change {
    void make() throws IOException;
  }
}
