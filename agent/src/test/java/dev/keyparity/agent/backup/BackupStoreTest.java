package dev.keyparity.agent.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.InMemoryDisk.Survival;
import dev.keyparity.agent.disk.Operation;
import dev.keyparity.agent.disk.PowerCut;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.agent.store.CopyReceiptCheck;
import dev.keyparity.agent.store.FakePeers;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.agent.store.KeyFileSet;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.keyring.container.ContainerManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BackupStoreTest {
  private final InMemoryDisk disk = BackupFixture.disk();
  private final BackupStore store = BackupFixture.store(disk);

  @Test
  void create_holdsBothDirectoriesWholeAndIsVerified() {
    disk.put(BackupFixture.KEYS.resolve("below"), Kind.DIRECTORY, "", 0700);
    disk.put(BackupFixture.KEYS.resolve("below/extra"), Kind.FILE, "more", 0644);
    disk.put(BackupFixture.CONFIG.resolve("log4j"), Kind.SYMBOLIC_LINK, "../log4j", 0777);
    disk.put(BackupFixture.KEYS.resolve("S.gpg-agent"), Kind.SPECIAL, "", 0600);

    BackupRecord record = store.create("before repair");

    assertThat(record.id()).matches("20261124T140203Z-[0-9a-f]{4}");
    assertThat(record.manifest().entries())
        .extracting(ContainerManifest.Entry::path)
        .containsExactly(
            "key-directory",
            "key-directory/below",
            "key-directory/below/extra",
            "key-directory/keytrustee.conf",
            "key-directory/pubring.gpg",
            "key-directory/secring.gpg",
            "config-directory",
            "config-directory/kms-site.xml",
            "config-directory/kts-site.xml",
            "config-directory/log4j");
    assertThat(record.manifest().skipped())
        .containsExactly(
            new ContainerManifest.Skipped("key-directory/S.gpg-agent", "a FIFO, socket or device"));
    assertThat(record.keyFile()).isEqualTo(FileDigest.of(TestRing.ALPHA.secring()));
    assertThat(record.keyFiles()).isEqualTo(TestRing.ALPHA.files().digests());
    assertThat(record.file()).isEqualTo(BackupFixture.BACKUPS + "/" + record.id() + ".tar.gpg");
    assertThat(disk.require(Path.of(record.file())).mode()).isEqualTo(0600);
    assertThat(store.list()).containsExactly(record);
    assertThat(store.newest()).contains(record);
    assertThat(store.verify(record.id())).isEqualTo(record);
    assertThat(store.verified(record.id()).keyFiles()).isEqualTo(record.keyFiles());
    try (KeyFileSet files = store.keyFiles(record.id())) {
      assertThat(files.digests()).isEqualTo(TestRing.ALPHA.files().digests());
      assertThat(files.secretBytes("secring.gpg")).isEqualTo(TestRing.ALPHA.secring());
    }
  }

  @Test
  void create_withoutARecoveryKey_isRefusedAndWritesNothing() {
    BackupStore without =
        BackupFixture.store(
            disk,
            new BackupKeys(BackupFixture.OWN, List.of()),
            BackupFixture.KEYS,
            BackupFixture.CONFIG,
            BackupFixture.STATE);
    assertFails(() -> without.create("x"), ErrorCode.NO_RECOVERY_KEY);
    assertThat(disk.files().keySet()).noneMatch(name -> name.startsWith("/state"));
  }

  @Test
  void create_hostWithoutAKeyFile_recordsThatItIsAbsent() {
    disk.remove(BackupFixture.KEYS.resolve("secring.gpg"));
    BackupRecord record = store.create("joining");
    assertThat(record.keyFile()).isEqualTo(FileDigest.ABSENT);
    assertThat(record.keyFiles()).containsEntry("secring.gpg", FileDigest.ABSENT);
    assertThat(store.keyFiles(record.id()).digest("secring.gpg")).isEqualTo(FileDigest.ABSENT);
  }

  @Test
  void create_hostWithoutAKeyDirectory_recordsThatAllIsAbsent() {
    disk.remove(BackupFixture.KEYS);
    BackupRecord record = store.create("joining");
    assertThat(record.keyFiles().values()).containsOnly(FileDigest.ABSENT).hasSize(3);
    assertThat(record.manifest().skipped())
        .containsExactly(new ContainerManifest.Skipped("key-directory", "no such directory"));
  }

  @Test
  void create_unreadableKeyFile_isNoBackup() {
    for (Kind kind : List.of(Kind.SPECIAL, Kind.FILE)) {
      InMemoryDisk strange = BackupFixture.disk();
      Path secring = BackupFixture.KEYS.resolve("secring.gpg");
      if (kind == Kind.FILE) {
        strange.hardLink(Path.of("/kms/elsewhere"), secring);
      } else {
        strange.put(secring, kind, "", 0600);
      }
      assertFails(() -> BackupFixture.store(strange).create("x"), ErrorCode.UNREADABLE);
      assertThat(BackupFixture.store(strange).list()).isEmpty();
    }
  }

  @Test
  void create_linkInPlaceOfAKeyFile_holdsNoSuchFile() {
    disk.put(BackupFixture.KEYS.resolve("pubring.gpg"), Kind.SYMBOLIC_LINK, "/etc/shadow", 0777);
    BackupRecord record = store.create("x");
    assertThat(record.keyFiles()).doesNotContainKey("pubring.gpg");
  }

  @Test
  void create_hardLinkedExtraFile_isLeftOutAndSaidSo() {
    disk.put(BackupFixture.CONFIG.resolve("shadow"), Kind.FILE, "root:…", 0600);
    disk.hardLink(Path.of("/kms/elsewhere"), BackupFixture.CONFIG.resolve("shadow"));
    assertThat(store.create("x").manifest().skipped())
        .singleElement()
        .satisfies(s -> assertThat(s.reason()).contains("a hard link"));
  }

  @Test
  void create_fileChangedWhileItRan_startsOverAndHoldsTheLast() {
    changeOnce(BackupFixture.CONFIG.resolve("kms-site.xml"), "<changed/>");
    BackupRecord record = store.create("x");
    assertThat(record.manifest().entry("config-directory/kms-site.xml").orElseThrow().sha256())
        .isEqualTo(FileDigest.of("<changed/>".getBytes(UTF_8)).digest());
    assertThat(disk.files().keySet()).noneMatch(name -> name.endsWith(".part"));
    assertThat(store.list()).containsExactly(record);
  }

  @Test
  void create_keyFileChangedWhileItRan_startsOverAndHoldsTheLast() {
    changeOnce(
        BackupFixture.KEYS.resolve("secring.gpg"),
        new String(TestRing.BETA.secring(), java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(store.create("x").keyFile()).isEqualTo(FileDigest.of(TestRing.BETA.secring()));
  }

  @Test
  void create_directoriesThatNeverHoldStill_isNoBackup() {
    int[] writes = {0};
    disk.inject(
        operation -> {
          if (operation.kind() == Operation.Kind.SYNC_FILE) {
            disk.put(
                BackupFixture.CONFIG.resolve("kms-site.xml"), Kind.FILE, "v" + ++writes[0], 0640);
          }
        });
    assertFails(() -> store.create("x"), ErrorCode.FILE_CHANGING);
    assertThat(writes[0]).isEqualTo(3);
    assertThat(disk.files().keySet()).noneMatch(name -> name.startsWith("/state/backups"));
  }

  private void changeOnce(Path file, String content) {
    boolean[] done = {false};
    disk.inject(
        operation -> {
          if (operation.kind() == Operation.Kind.SYNC_FILE && !done[0]) {
            done[0] = true;
            disk.put(file, Kind.FILE, content, 0640);
          }
        });
  }

  @Test
  void create_writtenFileDiffersFromWhatWasWritten_isNoBackup() {
    // A disk that says it wrote, and did not.
    disk.inject(
        operation -> {
          if (operation.kind() == Operation.Kind.SYNC_FILE && operation.path().endsWith(".part")) {
            var node = disk.require(Path.of(operation.path()));
            byte[] flipped = node.content().clone();
            flipped[flipped.length / 2] ^= 1;
            disk.overwrite(node, flipped);
          }
        });
    assertFails(() -> store.create("x"), ErrorCode.BACKUP_UNVERIFIED);
    assertThat(store.list()).isEmpty();
  }

  @Test
  void verify_everyDamage_isNoticed() {
    BackupRecord record = store.create("x");
    Path file = Path.of(record.file());
    byte[] good = disk.require(file).content().clone();
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      byte[] bad = good.clone();
      // The first bytes hold each recipient's packet: one of them damaged does not hurt the others.
      int at = i < 20 ? random.nextInt(400) : random.nextInt(bad.length);
      bad[at] = (byte) (bad[at] ^ 1 << random.nextInt(8));
      disk.overwrite(disk.require(file), bad);
      assertFails(() -> store.verified(record.id()), ErrorCode.BACKUP_UNVERIFIED);
      assertFails(() -> store.keyFiles(record.id()), ErrorCode.BACKUP_UNVERIFIED);
    }
    disk.overwrite(disk.require(file), java.util.Arrays.copyOf(good, good.length - 1));
    assertThat(store.isIntact(store.create("another").id())).isTrue();
    assertFails(() -> store.verify(record.id()), ErrorCode.BACKUP_UNVERIFIED);
    assertThat(store.isIntact(record.id())).isFalse();
    disk.remove(file);
    assertFails(() -> store.verify(record.id()), ErrorCode.BACKUP_UNVERIFIED);
    disk.putFile(file, good, 0600);
    assertThat(store.verify(record.id())).isEqualTo(record);
    assertThat(store.isIntact(record.id())).isTrue();
  }

  @Test
  void record_damagedOrOfAnother_isAnErrorNotAnAbsence() {
    BackupRecord record = store.create("x");
    Path file = BackupFixture.BACKUPS.resolve(record.id() + ".json");
    byte[] good = disk.require(file).content().clone();
    disk.overwrite(disk.require(file), java.util.Arrays.copyOf(good, good.length - 1));
    assertFails(store::list, ErrorCode.STATE_CORRUPT);
    disk.overwrite(
        disk.require(file),
        new String(good, UTF_8).replace("\\\"kms1\\\"", "\\\"kms2\\\"").getBytes(UTF_8));
    assertFails(store::list, ErrorCode.STATE_CORRUPT);
    assertFails(() -> store.record("none"), ErrorCode.NO_SUCH_BACKUP);
    assertFails(() -> store.record("../../etc/passwd"), ErrorCode.NO_SUCH_BACKUP);
  }

  @Test
  void verifiedBackupOf_exactlyTheseFiles_findsItOrNone() {
    BackupRecord alpha = store.create("x");
    Map<String, FileDigest> files = TestRing.ALPHA.files().digests();
    assertThat(store.verifiedBackupOf(files)).contains(alpha);
    assertThat(store.verifiedBackupOf(TestRing.BETA.files().digests())).isEmpty();
  }

  @Test
  void powerCut_beforeEachOperation_leavesOnlyVerifiedBackupsWithARecord() {
    disk.inject(operation -> {});
    store.create("x");
    int operations = disk.operations().size();
    int complete = 0;
    for (int k = 1; k <= operations; k++) {
      InMemoryDisk cut = BackupFixture.disk();
      cut.cutPowerBefore(k);
      assertThatThrownBy(() -> BackupFixture.store(cut).create("x")).isInstanceOf(PowerCut.class);
      cut.restart(Survival.ANYTHING, new Random(k));

      BackupStore restarted = BackupFixture.store(cut);
      for (BackupRecord record : restarted.list()) {
        restarted.verify(record.id());
        complete++;
      }
      restarted.create("again");
      assertThat(cut.files().keySet()).as("cut before " + k).noneMatch(n -> n.endsWith(".part"));
    }
    assertThat(complete).isPositive();
  }

  @Test
  void fullDisk_fromEachOperationOn_isNamedAndIsNoBackup() {
    disk.inject(operation -> {});
    store.create("x");
    int operations = disk.operations().size();
    int full = 0;
    for (int k = 1; k <= operations; k++) {
      InMemoryDisk small = BackupFixture.disk();
      small.failFrom(k, Operation::needsRoom, "No space left on device");
      try {
        BackupFixture.store(small).create("x");
      } catch (KeyparityException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
        full++;
        assertThat(BackupFixture.store(small).list()).isEmpty();
      }
    }
    assertThat(full).isGreaterThan(3);
  }

  @Test
  void acknowledgeCopy_goodReceipt_isKeptOnceAndHandedOut() {
    BackupRecord record = store.create("x");
    SignedCopyReceipt receipt = receipt(record, "kms2", "kms2");
    CopyReceiptCheck check = new CopyReceiptCheck(new FakePeers());
    Set<String> hosts = Set.of("kms1", "kms2", "kms3");

    store.acknowledgeCopy(record.id(), receipt, check, hosts);
    store.acknowledgeCopy(record.id(), receipt, check, hosts);
    store.acknowledgeCopy(record.id(), receipt(record, "kms3", "kms3"), check, hosts);

    assertThat(BackupFixture.store(disk).verified(record.id()).copyReceipts())
        .hasSize(2)
        .contains(receipt);
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void acknowledgeCopy_receiptThatProvesNothing_isRefused() {
    BackupRecord record = store.create("x");
    CopyReceiptCheck check = new CopyReceiptCheck(new FakePeers());
    Set<String> hosts = Set.of("kms1", "kms2");
    for (SignedCopyReceipt receipt :
        List.of(
            receipt(record, "kms2", "kms3"),
            receipt(record, "kms1", "kms1"),
            receipt(record, "kms3", "kms3"))) {
      assertFails(
          () -> store.acknowledgeCopy(record.id(), receipt, check, hosts),
          ErrorCode.COPY_RECEIPT_INVALID);
    }
    assertThat(store.copyReceipts(record.id())).isEmpty();
  }

  private static SignedCopyReceipt receipt(BackupRecord record, String storedOn, String signer) {
    CopyReceipt receipt =
        new CopyReceipt(
            record.service(),
            record.host(),
            record.id(),
            record.ciphertext(),
            record.bytes(),
            storedOn,
            BackupFixture.NOW);
    return FakePeers.signed(receipt, Role.AGENT, signer);
  }

  static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
