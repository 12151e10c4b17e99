package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.Profile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A key directory on a disk in memory that holds the key beta, and leave to install alpha. */
final class StoreFixture {
  static final String SERVICE = "kms-prod";
  static final String HOST = "kms2";
  static final String BACKUP = "20261124T140203Z-0001";
  static final Path DIRECTORY = Path.of("/kms/keys");
  static final Path STATE = Path.of("/state");
  static final Profile PROFILE = Profile.named("keytrustee-kms");
  static final Instant NOW = Instant.parse("2026-11-24T14:02:03Z");

  final InMemoryDisk disk = new InMemoryDisk();
  final FakeBackups backups = new FakeBackups();
  final KeyDirectoryPlace place =
      new KeyDirectoryPlace(SERVICE, HOST, PROFILE, DIRECTORY, Ownership.of("kms", "kms", "0600"));

  /** What the KMS is said to be; empty: stopped. */
  Optional<String> running = Optional.empty();

  StoreFixture() {
    disk.put(Path.of("/kms"), Kind.DIRECTORY, "", 0700);
    disk.put(DIRECTORY, Kind.DIRECTORY, "", 0700);
    disk.put(STATE, Kind.DIRECTORY, "", 0700);
    put(TestRing.BETA.files());
    backups.hold(BACKUP, TestRing.BETA.files());
  }

  static StoreFixture holding(KeyFileSet files) {
    StoreFixture fixture = new StoreFixture();
    PROFILE.files().forEach(name -> fixture.disk.remove(DIRECTORY.resolve(name)));
    fixture.put(files);
    fixture.backups.hold(BACKUP, files);
    return fixture;
  }

  private void put(KeyFileSet files) {
    files
        .digests()
        .forEach(
            (name, digest) -> {
              if (!digest.isAbsent()) {
                disk.putFile(DIRECTORY.resolve(name), files.secretBytes(name), 0600);
              }
            });
  }

  /** The store as a restarted agent would make it. */
  KeyDirectoryStore store() {
    return new KeyDirectoryStore(
        disk,
        place,
        STATE,
        backups,
        new CopyReceiptCheck(new FakePeers()),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  StoppedProof stopped() {
    return () -> running;
  }

  /** Leave that names everything right: beta gives way, another host holds a copy. */
  InstallTicket ticket() {
    return new InstallTicket(
        replacement(List.of(receipt("kms3"))),
        dev.keyparity.keyring.Digest.of(TestRing.ALPHA.secring()),
        TestRing.ALPHA.identity().digest(),
        Set.of(TestRing.BETA.identity().primary()));
  }

  InstallTicket ticket(ReplacementTicket replacement) {
    InstallTicket good = ticket();
    return new InstallTicket(replacement, good.installs(), good.identity(), good.givesWay());
  }

  InstallTicket ticket(Set<Fingerprint> givesWay) {
    InstallTicket good = ticket();
    return new InstallTicket(good.replacement(), good.installs(), good.identity(), givesWay);
  }

  ReplacementTicket replacement(List<SignedCopyReceipt> receipts) {
    return replacement(present("secring.gpg"), receipts);
  }

  ReplacementTicket replacement(FileDigest replaces, List<SignedCopyReceipt> receipts) {
    return new ReplacementTicket(
        "request-1", "run-1", replaces, BACKUP, receipts, Set.of("kms1", "kms2", "kms3"));
  }

  static SignedCopyReceipt receipt(String storedOn) {
    return FakePeers.signed(receipt(BACKUP, storedOn), Role.AGENT, storedOn);
  }

  static CopyReceipt receipt(String backup, String storedOn) {
    return new CopyReceipt(
        SERVICE, HOST, backup, FakeBackups.ciphertext(backup), 100, storedOn, NOW);
  }

  FileDigest present(String name) {
    byte[] bytes = disk.files().get(DIRECTORY.resolve(name).toString());
    return bytes == null ? FileDigest.ABSENT : FileDigest.of(bytes);
  }

  /** The profile's files as they are. */
  Map<String, FileDigest> present() {
    Map<String, FileDigest> present = new TreeMap<>();
    PROFILE.files().forEach(name -> present.put(name, present(name)));
    return present;
  }

  /** Everything in the key directory by its name there. */
  Set<String> names() {
    return disk.require(DIRECTORY).entries().keySet();
  }
}
