package dev.keyparity.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.LinuxDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.agent.store.CopyReceiptCheck;
import dev.keyparity.agent.store.FakePeers;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.agent.store.InstallTicket;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryStore;
import dev.keyparity.agent.store.ReplacementOutcome.Replaced;
import dev.keyparity.agent.store.ReplacementTicket;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.container.BackupKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on a real disk, opened by a real gpg and tar; and an install that rests on them. */
class BackupIT {
  @TempDir Path root;

  private final Disk disk = new LinuxDisk(new Random());
  private Path gpgHome;
  private Path keys;
  private Path state;
  private BackupStore backups;

  @BeforeEach
  void makeDirectories() throws IOException {
    // Under /tmp, because gpg-agent's socket needs a short path.
    gpgHome = Files.createTempDirectory(Path.of("/tmp"), "kpb");
    keys = Files.createDirectory(root.resolve("keys"));
    state = Files.createDirectory(root.resolve("state"));
    Path config = Files.createDirectory(root.resolve("conf"));
    Files.writeString(config.resolve("kms-site.xml"), "<configuration/>");
    TestRing.BETA.writeTo(keys);
    Files.writeString(keys.resolve("extra"), "kept, too");
    backups = BackupFixture.store(disk, BackupFixture.BACKUP_KEYS, keys, config, state);
  }

  @AfterEach
  void endGpg() throws Exception {
    run(gpgHome, "gpgconf", "--homedir", gpgHome.toString(), "--kill", "all");
    try (var all = Files.walk(gpgHome)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Test
  void backup_openedWithTheRecoveryKeyGpgAndTarAlone_holdsTheFiles() throws Exception {
    BackupRecord record = backups.create("before repair");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(record.file()))))
        .isEqualTo("rw-------");

    Path secret = root.resolve("recovery.gpg");
    Files.write(secret, BackupFixture.RECOVERY.exposeSecretKey());
    gpg("--import", secret.toString());
    Path tar = root.resolve("backup.tar");
    gpg("--output", tar.toString(), "--decrypt", record.file());
    Path unpacked = Files.createDirectory(root.resolve("unpacked"));
    run(root, "tar", "-xf", tar.toString(), "-C", unpacked.toString());

    for (String name : List.of("secring.gpg", "pubring.gpg", "keytrustee.conf", "extra")) {
      assertThat(unpacked.resolve("key-directory").resolve(name))
          .hasSameBinaryContentAs(keys.resolve(name));
    }
    assertThat(unpacked.resolve("config-directory/kms-site.xml")).hasContent("<configuration/>");
  }

  @Test
  void install_onARealDisk_replacesTheKeyAndRestoreBringsItBack() throws Exception {
    KeyDirectoryPlace place =
        new KeyDirectoryPlace(
            BackupFixture.SERVICE,
            BackupFixture.HOST,
            Profile.named("keytrustee-kms"),
            keys,
            Ownership.PRIVATE);
    KeyDirectoryStore store =
        new KeyDirectoryStore(
            disk,
            place,
            state,
            backups,
            new CopyReceiptCheck(new FakePeers()),
            BackupFixture.CLOCK);
    BackupRecord ofBeta = backups.create("before install");

    assertThat(
            store.install(
                TestRing.ALPHA.files(),
                new InstallTicket(
                    ticket(ofBeta, TestRing.BETA),
                    Digest.of(TestRing.ALPHA.secring()),
                    TestRing.ALPHA.identity().digest(),
                    Set.of(TestRing.BETA.identity().primary())),
                Optional::empty))
        .isInstanceOf(Replaced.class);
    assertThat(keys.resolve("secring.gpg")).hasBinaryContent(TestRing.ALPHA.secring());
    assertThat(Files.getPosixFilePermissions(keys.resolve("secring.gpg")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(listing()).containsOnly("secring.gpg", "pubring.gpg", "keytrustee.conf", "extra");
    assertThat(gpg1Lists()).contains("alpha").doesNotContain("beta");

    BackupRecord ofAlpha = backups.create("before restore");
    assertThat(store.restore(ofBeta.id(), ticket(ofAlpha, TestRing.ALPHA), Optional::empty))
        .isInstanceOf(Replaced.class);
    assertThat(keys.resolve("secring.gpg")).hasBinaryContent(TestRing.BETA.secring());
    assertThat(gpg1Lists()).contains("beta").doesNotContain("alpha");
    assertThat(store.recover()).isInstanceOf(dev.keyparity.agent.store.RecoveryOutcome.Clean.class);
  }

  @Test
  void copy_storedByAnotherHost_isTheSameFile() throws Exception {
    BackupRecord record = backups.create("x");
    Path otherState = Files.createDirectory(root.resolve("other-state"));
    CopyStore copies = new CopyStore(disk, otherState, "kms2", BackupFixture.CLOCK);
    try (InputStream in = backups.openCiphertext(record.id())) {
      copies.receive(record.manifest(), in);
    }
    assertThat(otherState.resolve("copies/kms-prod/kms1/" + record.id() + ".tar.gpg"))
        .hasSameBinaryContentAs(Path.of(record.file()));
  }

  @Test
  void backupKey_isMadeOnceKeptPrivateAndNeverReplaced() throws Exception {
    InMemoryDisk disk = new InMemoryDisk();
    BackupKey made = open(disk);
    Path file = Path.of("/state/keys/backup-secret.gpg");
    assertThat(open(disk).fingerprint()).isEqualTo(made.fingerprint());
    assertThat(disk.require(file).mode()).isEqualTo(0600);
    assertThat(disk.files().get("/state/keys/backup-public.asc"))
        .asString(StandardCharsets.US_ASCII)
        .startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----");

    // One that cannot be read is an error: older backups open with it alone.
    byte[] damaged = {1, 2, 3};
    disk.overwrite(disk.require(file), damaged);
    BackupStoreTest.assertFails(() -> open(disk), ErrorCode.STATE_CORRUPT);
    assertThat(disk.require(file).content()).isEqualTo(damaged);
  }

  private ReplacementTicket ticket(BackupRecord backup, TestRing present) {
    CopyReceipt receipt =
        new CopyReceipt(
            backup.service(),
            backup.host(),
            backup.id(),
            backup.ciphertext(),
            backup.bytes(),
            "kms2",
            BackupFixture.NOW);
    return new ReplacementTicket(
        "request-1",
        "run-1",
        FileDigest.of(present.secring()),
        backup.id(),
        List.of(FakePeers.signed(receipt, Role.AGENT, "kms2")),
        Set.of("kms1", "kms2"));
  }

  private List<String> listing() throws IOException {
    try (var names = Files.list(keys)) {
      return names.map(p -> p.getFileName().toString()).toList();
    }
  }

  /** On a copy: gpg is never run on the directory itself. */
  private String gpg1Lists() throws Exception {
    Path copy = Files.createTempDirectory(root, "copy");
    for (String name : List.of("secring.gpg", "pubring.gpg")) {
      Files.copy(keys.resolve(name), copy.resolve(name));
    }
    return run(root, "gpg1", "--homedir", copy.toString(), "--no-tty", "-K");
  }

  private void gpg(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 6];
    String[] fixed = {"gpg", "--homedir", gpgHome.toString(), "--batch", "--no-tty", "--yes"};
    System.arraycopy(fixed, 0, command, 0, 6);
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    run(root, command);
  }

  private static String run(Path directory, String... command) throws Exception {
    Path log = Files.createTempFile("kp", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int exit = process.waitFor();
      String output = Files.readString(log);
      assertThat(exit).as(String.join(" ", command) + ": " + output).isZero();
      return output;
    } finally {
      Files.delete(log);
    }
  }

  private static BackupKey open(InMemoryDisk disk) {
    return BackupKeys.openOrCreate(
        disk, Path.of("/state"), "kms1", BackupFixture.CLOCK, new SecureRandom());
  }
}
