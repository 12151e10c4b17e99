package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyparity.agent.disk.LinuxDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.Soundness;
import dev.keyparity.keyring.Warning;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at real directories. */
class KeyDirectoryReaderTest {
  @TempDir Path root;

  private Path directory;
  private KeyDirectoryReader reader;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(root.resolve("keys"));
    TestRing.ALPHA.writeTo(directory);
    reader =
        new KeyDirectoryReader(
            new LinuxDisk(new Random()),
            new KeyDirectoryPlace(
                "kms-prod", "kms1", Profile.named("keytrustee-kms"), directory, Ownership.PRIVATE),
            Clock.systemUTC());
  }

  @Test
  void read_soundDirectory_knowsItsKeyAndEveryFile() {
    KeyDirectoryReading reading = reader.read();
    assertThat(reading.isSound()).isTrue();
    assertThat(reading.identity()).contains(TestRing.ALPHA.identity());
    assertThat(reading.keyFile()).contains(FileDigest.of(TestRing.ALPHA.secring()));
    assertThat(reading.digest("pubring.gpg")).contains(FileDigest.of(TestRing.ALPHA.pubring()));
  }

  @Test
  void read_nothingChanged_changesNothing() throws IOException {
    KeyDirectoryReading first = reader.read();
    KeyDirectoryReading second = reader.read();
    assertThat(second.stamp()).isEqualTo(first.stamp());
    assertThat(reader.stamp()).isEqualTo(first.stamp());
    assertThat(second.directoryDigest()).isEqualTo(first.directoryDigest());
  }

  @Test
  void stamp_anyChangeAtAll_isAnother() throws IOException {
    Path secring = directory.resolve("secring.gpg");
    KeyDirectoryStamp before = reader.stamp();
    // The same bytes, the same length, the modification time set back: only ctime tells.
    var modified = Files.getLastModifiedTime(secring);
    Files.write(secring, TestRing.ALPHA.secring());
    Files.setLastModifiedTime(secring, modified);
    assertThat(reader.stamp()).isNotEqualTo(before);

    before = reader.stamp();
    Files.setPosixFilePermissions(secring, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(reader.stamp()).isNotEqualTo(before);

    before = reader.stamp();
    Files.createFile(directory.resolve("another"));
    assertThat(reader.stamp()).isNotEqualTo(before);
  }

  @Test
  void read_hardLinkedKeyFile_isReadWithAWarning() throws IOException {
    Files.createLink(root.resolve("elsewhere"), directory.resolve("secring.gpg"));
    KeyDirectoryReading reading = reader.read();
    assertThat(reading.isSound()).isTrue();
    assertThat(reading.facts().warnings())
        .anyMatch(w -> w.kind() == Warning.Kind.HARD_LINK && w.file().equals("secring.gpg"));
  }

  @Test
  void read_symbolicLink_isUnreadable() throws IOException {
    Files.move(directory.resolve("secring.gpg"), root.resolve("real"));
    Files.createSymbolicLink(directory.resolve("secring.gpg"), root.resolve("real"));
    assertUnreadable("a symbolic link");
  }

  @Test
  void read_fifo_isUnreadableAndDoesNotWait() throws Exception {
    Files.delete(directory.resolve("secring.gpg"));
    assertThat(
            new ProcessBuilder("mkfifo", directory.resolve("secring.gpg").toString())
                .start()
                .waitFor())
        .isZero();
    assertUnreadable("a FIFO");
  }

  @Test
  void read_gigabyteFile_isUnreadableWithoutReadingIt() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("secring.gpg").toFile(), "rw")) {
      file.setLength(1L << 30); // sparse: takes no room
    }
    assertUnreadable("1073741824 bytes");
  }

  @Test
  void read_directoryInPlaceOfTheFile_isUnreadable() throws IOException {
    Files.delete(directory.resolve("secring.gpg"));
    Files.createDirectory(directory.resolve("secring.gpg"));
    assertUnreadable("a directory");
  }

  @Test
  void read_absentDirectory_isAbsent() {
    KeyDirectoryReader elsewhere =
        new KeyDirectoryReader(
            new LinuxDisk(new Random()),
            new KeyDirectoryPlace(
                "kms-prod",
                "kms1",
                Profile.named("keytrustee-kms"),
                root.resolve("none"),
                Ownership.PRIVATE),
            Clock.systemUTC());
    assertThat(elsewhere.read().facts().soundness()).isEqualTo(Soundness.ABSENT);
    assertThat(elsewhere.read().keyFile()).contains(FileDigest.ABSENT);
    assertThat(elsewhere.stamp().problem()).contains("no such directory");
  }

  @Test
  void read_linkInPlaceOfTheDirectory_isUnreadable() throws IOException {
    Files.move(directory, root.resolve("moved"));
    Files.createSymbolicLink(directory, root.resolve("moved"));
    KeyDirectoryReading reading = reader.read();
    assertThat(reading.facts().soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(reading.keyFile()).isEmpty();
    assertThat(reading.facts().reasons().toString()).contains("a symbolic link");
  }

  @Test
  void read_withoutPermission_isUnreadable() throws IOException {
    assumeTrue(
        !"root".equals(System.getProperty("user.name")),
        "needs an ordinary user: root may read everything");
    Files.setPosixFilePermissions(
        directory.resolve("secring.gpg"), PosixFilePermissions.fromString("---------"));
    assertUnreadable("permission denied");
  }

  @Test
  void read_emptyKeyFile_isDamagedNotAbsent() throws IOException {
    Files.write(directory.resolve("secring.gpg"), new byte[0]);
    assertThat(reader.read().facts().soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(reader.read().keyFile()).contains(FileDigest.of(new byte[0]));
  }

  @Test
  void secretFiles_hardLinkOrUnreadable_areNotHandedOut() throws IOException {
    Path state = Files.createDirectory(root.resolve("state"));
    KeyDirectoryStore store =
        new KeyDirectoryStore(
            new LinuxDisk(new Random()),
            reader.place(),
            state,
            new FakeBackups(),
            new CopyReceiptCheck(new FakePeers()),
            Clock.systemUTC());
    try (KeyFileSet files = store.readSecretFiles()) {
      assertThat(files.digests()).isEqualTo(TestRing.ALPHA.files().digests());
    }
    Files.createLink(root.resolve("elsewhere"), directory.resolve("pubring.gpg"));
    assertThatThrownBy(store::readSecretFiles)
        .isInstanceOf(KeyparityException.class)
        .hasMessageContaining("hard link")
        .satisfies(
            e -> assertThat(((KeyparityException) e).code()).isEqualTo(ErrorCode.UNREADABLE));
  }

  private void assertUnreadable(String why) {
    KeyDirectoryReading reading = reader.read();
    assertThat(reading.facts().soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(reading.keyFile()).isEmpty();
    assertThat(String.join("; ", reading.facts().reasons())).contains(why);
  }
}
