package dev.keyparity.testbed.kms;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's key provider over the shared store and this host's ring. Every change is on disk when
 * its method returns, so {@link #flush} has nothing to do. Safe for several threads and, with other
 * hosts on the same store, several processes.
 */
final class SealingKeyProvider extends KeyProvider {
  private final HostRing ring;
  private final SharedStore store;
  private final Clock clock;

  SealingKeyProvider(Configuration conf, HostRing ring, SharedStore store, Clock clock) {
    super(conf);
    this.ring = ring;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public List<String> getKeys() throws IOException {
    return store.names();
  }

  @Override
  public @Nullable Metadata getMetadata(String name) throws IOException {
    Optional<KeyRecord> key = find(name);
    return key.isPresent() ? new StoredMetadata(key.get()) : null;
  }

  @Override
  public @Nullable KeyVersion getKeyVersion(String versionName) throws IOException {
    String name = getBaseName(versionName);
    Optional<KeyRecord> key = find(name);
    int number = number(versionName.substring(name.length() + 1));
    if (key.isEmpty() || number < 0 || number >= key.get().versions()) {
      return null;
    }
    return open(key.get(), number);
  }

  @Override
  public List<KeyVersion> getKeyVersions(String name) throws IOException {
    List<KeyVersion> versions = new ArrayList<>();
    Optional<KeyRecord> key = find(name);
    if (key.isPresent()) {
      for (int number = 0; number < key.get().versions(); number++) {
        versions.add(open(key.get(), number));
      }
    }
    return versions;
  }

  @Override
  public KeyVersion createKey(String name, byte[] material, Options options) throws IOException {
    if (options.getBitLength() != material.length * 8) {
      throw new IOException(
          "key %s: %d bits of material (expected: %d)"
              .formatted(name, material.length * 8, options.getBitLength()));
    }
    KeyRecord key =
        KeyRecord.of(
            name,
            options.getCipher(),
            options.getBitLength(),
            options.getDescription(),
            options.getAttributes(),
            clock.instant());
    String versionName = buildVersionName(name, 0);
    store.create(key, ring.seal(versionName, material));
    return new OpenedVersion(name, versionName, material);
  }

  @Override
  public KeyVersion rollNewVersion(String name, byte[] material) throws IOException {
    SealedVersion added =
        store.roll(name, number -> ring.seal(buildVersionName(name, number), material));
    return new OpenedVersion(name, added.version(), material);
  }

  @Override
  public void deleteKey(String name) throws IOException {
    store.deleteSoftly(name, clock.instant());
  }

  @Override
  public void flush() {}

  /** What the server logs at its start. */
  @Override
  public String toString() {
    return "SealingKeyProvider" + ring.fingerprints();
  }

  private Optional<KeyRecord> find(String name) throws IOException {
    return store.find(name).filter(key -> !key.isDeleted());
  }

  private KeyVersion open(KeyRecord key, int number) throws IOException {
    SealedVersion sealed = store.version(key, number);
    String versionName = buildVersionName(key.name(), number);
    if (!sealed.version().equals(versionName)) {
      throw new IOException("key version " + versionName + ": the store holds " + sealed.version());
    }
    return new OpenedVersion(key.name(), versionName, ring.open(sealed));
  }

  private static int number(String text) {
    return text.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
  }

  /** Hadoop hides the constructors from other packages. */
  private static final class OpenedVersion extends KeyVersion {
    OpenedVersion(String name, String versionName, byte[] material) {
      super(name, versionName, material);
    }

    /** Hadoop's own prints the key. */
    @Override
    public String toString() {
      return "key(" + getVersionName() + ")";
    }
  }

  private static final class StoredMetadata extends Metadata {
    StoredMetadata(KeyRecord key) {
      super(
          key.cipher(),
          key.bitLength(),
          key.description(),
          // Hadoop asks maps for null, which immutable ones refuse.
          new HashMap<>(key.attributes()),
          Date.from(Instant.parse(key.created())),
          key.versions());
    }
  }
}
