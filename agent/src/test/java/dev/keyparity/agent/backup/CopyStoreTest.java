package dev.keyparity.agent.backup;

import static dev.keyparity.agent.backup.BackupStoreTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.InMemoryDisk.Survival;
import dev.keyparity.agent.disk.Operation;
import dev.keyparity.agent.disk.PowerCut;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.daemon.fault.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopyStoreTest {
  private final InMemoryDisk disk = new InMemoryDisk();
  private final CopyStore copies = store(disk);
  private BackupRecord record;
  private byte[] ciphertext;

  private static CopyStore store(InMemoryDisk disk) {
    return new CopyStore(disk, BackupFixture.STATE, "kms2", BackupFixture.CLOCK);
  }

  @BeforeEach
  void makeBackupOnAnotherHost() throws IOException {
    BackupStore backups = BackupFixture.store(BackupFixture.disk());
    record = backups.create("x");
    try (InputStream in = backups.openCiphertext(record.id())) {
      ciphertext = in.readAllBytes();
    }
  }

  private InputStream stream() {
    return new ByteArrayInputStream(ciphertext);
  }

  @Test
  void receive_theFileThatWasMade_isStoredAndMayBeSignedFor() throws IOException {
    CopyReceipt receipt = copies.receive(record.manifest(), stream());

    assertThat(receipt)
        .isEqualTo(
            new CopyReceipt(
                "kms-prod",
                "kms1",
                record.id(),
                record.ciphertext(),
                record.bytes(),
                "kms2",
                BackupFixture.NOW));
    Path stored = Path.of("/state/copies/kms-prod/kms1/" + record.id() + ".tar.gpg");
    assertThat(disk.require(stored).content()).isEqualTo(ciphertext);
    assertThat(disk.require(stored).mode()).isEqualTo(0600);
    assertThat(copies.list("kms-prod")).containsExactly(record.manifest());
    assertThat(copies.list("another")).isEmpty();
    try (InputStream in = copies.open("kms-prod", "kms1", record.id())) {
      assertThat(in.readAllBytes()).isEqualTo(ciphertext);
    }
  }

  @Test
  void receive_again_isFineAndChangesNothing() {
    CopyReceipt first = copies.receive(record.manifest(), stream());
    var before = disk.files();
    assertThat(copies.receive(record.manifest(), stream())).isEqualTo(first);
    assertThat(disk.files().keySet()).isEqualTo(before.keySet());
  }

  @Test
  void receive_otherBytes_isRefusedAndNothingIsKept() {
    byte[] flipped = ciphertext.clone();
    flipped[7] ^= 1;
    for (byte[] wrong :
        new byte[][] {
          flipped,
          Arrays.copyOf(ciphertext, ciphertext.length - 1),
          Arrays.copyOf(ciphertext, ciphertext.length + 1),
          Arrays.copyOf(ciphertext, ciphertext.length + 1_000_000),
          {}
        }) {
      assertFails(
          () -> copies.receive(record.manifest(), new ByteArrayInputStream(wrong)),
          ErrorCode.DIGEST_MISMATCH);
      assertThat(disk.files()).isEmpty();
    }
  }

  @Test
  void receive_anotherBackupUnderAKnownId_isRefusedAndTheFirstStays() {
    copies.receive(record.manifest(), stream());
    var m = record.manifest();
    var other =
        new dev.keyparity.keyring.container.ContainerManifest(
            m.id(),
            m.service(),
            m.host(),
            m.createdAt().plusSeconds(1),
            m.ciphertext(),
            m.recipients(),
            m.keyIdentity(),
            m.secring(),
            m.entries(),
            m.skipped());
    assertFails(() -> copies.receive(other, stream()), ErrorCode.CONFLICT);
    assertThat(copies.list("kms-prod")).containsExactly(m);
  }

  @Test
  void receive_ownBackup_isNoCopy() {
    CopyStore same = new CopyStore(disk, BackupFixture.STATE, "kms1", BackupFixture.CLOCK);
    assertFails(() -> same.receive(record.manifest(), stream()), ErrorCode.USAGE);
  }

  @Test
  void receive_storedCopyWentBad_isNotSignedForAgain() {
    copies.receive(record.manifest(), stream());
    Path stored = Path.of("/state/copies/kms-prod/kms1/" + record.id() + ".tar.gpg");
    byte[] flipped = ciphertext.clone();
    flipped[7] ^= 1;
    disk.overwrite(disk.require(stored), flipped);
    assertFails(() -> copies.receive(record.manifest(), stream()), ErrorCode.DIGEST_MISMATCH);
  }

  @Test
  void open_unknownCopyOrOddName_isRefused() {
    assertFails(() -> copies.open("kms-prod", "kms1", record.id()), ErrorCode.NO_SUCH_BACKUP);
    assertFails(() -> copies.open("..", "kms1", record.id()), ErrorCode.USAGE);
    assertFails(() -> copies.open("kms-prod/../x", "kms1", record.id()), ErrorCode.USAGE);
  }

  @Test
  void powerCut_beforeEachOperation_listsOnlyWholeCopies() {
    disk.inject(operation -> {});
    copies.receive(record.manifest(), stream());
    int operations = disk.operations().size();
    for (int k = 1; k <= operations; k++) {
      InMemoryDisk cut = new InMemoryDisk();
      cut.cutPowerBefore(k);
      try {
        store(cut).receive(record.manifest(), stream());
      } catch (PowerCut expected) {
        cut.restart(Survival.ANYTHING, new Random(k));
      }
      if (!store(cut).list("kms-prod").isEmpty()) {
        assertThat(cut.files().get("/state/copies/kms-prod/kms1/" + record.id() + ".tar.gpg"))
            .isEqualTo(ciphertext);
      }
      store(cut).receive(record.manifest(), stream());
      assertThat(store(cut).list("kms-prod")).hasSize(1);
    }
  }

  @Test
  void fullDisk_isNamed() {
    disk.failFrom(1, o -> o.kind() == Operation.Kind.WRITE, "No space left on device");
    assertFails(() -> copies.receive(record.manifest(), stream()), ErrorCode.DISK_FULL);
    assertThat(copies.list("kms-prod")).isEmpty();
  }
}
