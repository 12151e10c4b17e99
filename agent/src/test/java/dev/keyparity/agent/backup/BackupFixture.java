package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyFileSet;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.container.BackupKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A service whose key directory holds the key alpha and whose configuration has two files. */
final class BackupFixture {
  static final String SERVICE = "kms-prod";
  static final String HOST = "kms1";
  static final Instant NOW = Instant.parse("2026-11-24T14:02:03.004Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Path KEYS = Path.of("/kms/keys");
  static final Path CONFIG = Path.of("/kms/conf");
  static final Path STATE = Path.of("/state");
  static final Path BACKUPS = STATE.resolve("backups").resolve(SERVICE);

  /** Made by gpg1 once: it takes a fraction of the time that ours would. */
  static final BackupKey OWN = key("backup key of kms1");

  static final BackupKey RECOVERY = key("recovery");

  static final BackupKeys BACKUP_KEYS = new BackupKeys(OWN, List.of(RECOVERY.recipient()));

  private static BackupKey key(String name) {
    try {
      return BackupKey.parse(TestRing.make(name, 2048).secring());
    } catch (KeyringException e) {
      throw new AssertionError(e);
    }
  }

  private BackupFixture() {}

  static InMemoryDisk disk() {
    InMemoryDisk disk = new InMemoryDisk();
    for (Path directory : List.of(Path.of("/kms"), KEYS, CONFIG, STATE)) {
      disk.put(directory, Kind.DIRECTORY, "", 0700);
    }
    KeyFileSet files = TestRing.ALPHA.files();
    for (String name : files.digests().keySet()) {
      disk.putFile(KEYS.resolve(name), files.secretBytes(name), 0600);
    }
    disk.put(CONFIG.resolve("kms-site.xml"), Kind.FILE, "<configuration/>", 0640);
    disk.put(CONFIG.resolve("kts-site.xml"), Kind.FILE, "<configuration></configuration>", 0640);
    return disk;
  }

  static BackupStore store(Disk disk) {
    return store(disk, BACKUP_KEYS, KEYS, CONFIG, STATE);
  }

  static BackupStore store(Disk disk, BackupKeys keys, Path keyDirectory, Path config, Path state) {
    return new BackupStore(
        disk,
        new BackupScope(SERVICE, HOST, config, state),
        reader(disk, keyDirectory),
        keys,
        CLOCK,
        new SecureRandom());
  }

  static KeyDirectoryReader reader(Disk disk, Path keyDirectory) {
    return new KeyDirectoryReader(
        disk,
        new KeyDirectoryPlace(
            SERVICE, HOST, Profile.named("keytrustee-kms"), keyDirectory, Ownership.PRIVATE),
        CLOCK);
  }
}
