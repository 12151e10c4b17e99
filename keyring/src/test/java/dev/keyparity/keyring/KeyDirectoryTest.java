package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES) // a FIFO must not hang a look; no measure of speed
class KeyDirectoryTest {
  @TempDir private Path temp;
  private Path directory = Path.of("not yet");
  private Profile profile = Profile.named("keytrustee-kms");

  @BeforeEach
  void fill() throws IOException {
    directory = Files.createDirectory(temp.resolve(".keytrustee"), mode("rwx------"));
    put("secring.gpg", TestRings.approved());
    put("pubring.gpg", TestRings.approvedPublic());
    put("keytrustee.conf", "{}\n".getBytes(StandardCharsets.UTF_8));
    PosixFileAttributes own = Files.readAttributes(directory, PosixFileAttributes.class);
    profile = profile.ownedBy(own.owner().getName(), own.group().getName());
  }

  @Test
  void properDirectory_inspected_isSoundWithoutWarningsAndUnchanged() throws IOException {
    KeyDirectoryFacts facts = KeyDirectory.inspect(directory, profile);

    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.reasons()).isEmpty();
    assertThat(facts.warnings()).isEmpty();
    assertThat(facts.files())
        .extracting(FileFacts::name)
        .containsExactlyElementsOf(profile.files());
    FileFacts secring = facts.secring().orElseThrow();
    assertThat(secring.bytes()).isEqualTo(TestRings.approved().length);
    assertThat(secring.sha256()).isEqualTo(Digest.of(TestRings.approved()));
    assertThat(secring.md5()).isEqualTo(md5sum(directory.resolve("secring.gpg")));
    assertThat(secring.mode()).isEqualTo("0600");
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      assertThat(names).hasSize(3);
    }
  }

  @Test
  void heldDirectory_inspectedTwice_givesTheSameFacts() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      SecureDirectoryStream<Path> held = (SecureDirectoryStream<Path>) stream;

      assertThat(KeyDirectory.inspect(held, profile))
          .isEqualTo(KeyDirectory.inspect(held, profile))
          .isEqualTo(KeyDirectory.inspect(directory, profile));
    }
  }

  @Test
  void loneRing_inspected_hasItsOwnNameAndNoWarningsOfPlace() throws IOException {
    Path ring = Files.write(temp.resolve("copy of secring"), TestRings.approved());

    KeyDirectoryFacts facts = KeyDirectory.inspectFile(ring, Profile.named("ranger-kms-kts"));

    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.warnings()).isEmpty();
    assertThat(facts.secring().orElseThrow().name()).isEqualTo("copy of secring");
    assertThat(
            Comparison.of(KeyDirectory.inspect(directory, profile), facts, Truncation.IS_NOT_PREFIX)
                .verdict())
        .isEqualTo(Verdict.IN_PARITY);
  }

  @Test
  void nothingThere_inspected_isAbsent() {
    assertThat(KeyDirectory.inspect(temp.resolve("no"), profile).soundness())
        .isEqualTo(Soundness.ABSENT);
    assertThat(KeyDirectory.inspectFile(temp.resolve("no"), profile).soundness())
        .isEqualTo(Soundness.ABSENT);
    assertThat(KeyDirectory.inspectFile(temp.resolve("no/secring.gpg"), profile).soundness())
        .isEqualTo(Soundness.ABSENT);
  }

  @Test
  void fileInPlaceOfTheDirectory_inspected_isUnreadable() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    KeyDirectoryFacts facts = KeyDirectory.inspect(file, profile);

    assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(facts.reasons().get(0)).contains("not a directory");
  }

  @Test
  void keyFileMissing_inspected_isAbsent() throws IOException {
    Files.delete(directory.resolve("secring.gpg"));

    assertThat(KeyDirectory.inspect(directory, profile).soundness()).isEqualTo(Soundness.ABSENT);
  }

  @Test
  void fifoInPlaceOfTheKeyFile_inspected_isUnreadableAndDoesNotHang() throws Exception {
    Path fifo = replaceSecring();
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    assertUnreadable("a FIFO, socket or device (expected: a regular file)");
  }

  @Test
  void directoryInPlaceOfTheKeyFile_inspected_isUnreadable() throws IOException {
    Files.createDirectory(replaceSecring());

    assertUnreadable("a directory (expected: a regular file)");
  }

  @Test
  void symlinkInPlaceOfTheKeyFile_inspected_isNotFollowed() throws IOException {
    Path elsewhere = Files.write(temp.resolve("elsewhere"), TestRings.approved());
    Files.createSymbolicLink(replaceSecring(), elsewhere);

    assertUnreadable("a symbolic link (expected: a regular file)");
    assertThat(KeyDirectory.inspectFile(directory.resolve("secring.gpg"), profile).soundness())
        .isEqualTo(Soundness.UNREADABLE);
  }

  @Test
  void gigabyteInPlaceOfTheKeyFile_inspected_isRefusedUnread() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(replaceSecring().toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    assertUnreadable("1073741824 bytes (expected: at most 4194304)");
  }

  @Test
  void zeroFilledKeyFile_inspected_isDamaged() throws IOException {
    Files.write(replaceSecring(), new byte[4885]);

    assertThat(KeyDirectory.inspect(directory, profile).soundness()).isEqualTo(Soundness.DAMAGED);
  }

  @Test
  void keyFileWithoutReadPermission_inspectedAsOrdinaryUser_isUnreadable() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root reads everything");
    Files.setPosixFilePermissions(
        directory.resolve("secring.gpg"), PosixFilePermissions.fromString("---------"));

    assertUnreadable("permission denied");
  }

  @Test
  void directoryWithoutPermission_inspectedAsOrdinaryUser_isUnreadable() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root reads everything");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));

    KeyDirectoryFacts facts = KeyDirectory.inspect(directory, profile);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));

    assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(facts.reasons().get(0)).contains("permission denied");
  }

  @Test
  void looseModes_inspected_areWarnedOf() throws IOException {
    Files.setPosixFilePermissions(
        directory.resolve("secring.gpg"), PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

    assertThat(KeyDirectory.inspect(directory, profile).warnings())
        .extracting(Warning::toString)
        .containsExactlyInAnyOrder(
            "secring.gpg: mode 0640 (expected: at most 0600)",
            ".: mode 0750 (expected: at most 0700)");
  }

  @Test
  void tighterMode_inspected_isNoWarning() throws IOException {
    Files.setPosixFilePermissions(
        directory.resolve("pubring.gpg"), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(
        directory.resolve("keytrustee.conf"), PosixFilePermissions.fromString("r--------"));

    assertThat(KeyDirectory.inspect(directory, profile).warnings()).isEmpty();
  }

  @Test
  void otherOwner_inspected_isWarnedOf() {
    assertThat(KeyDirectory.inspect(directory, profile.ownedBy("kms-x", "kms-y")).warnings())
        .extracting(w -> w.kind() + " " + w.file())
        .contains("OWNER secring.gpg", "GROUP secring.gpg", "OWNER .", "GROUP .");
  }

  @Test
  void leftoversOfNewerGnupg_inspected_areWarnedOf() throws IOException {
    Files.createFile(directory.resolve(".gpg-v21-migrated"));
    Files.createDirectory(directory.resolve("private-keys-v1.d"));
    Files.createFile(directory.resolve("random_seed"));

    assertThat(KeyDirectory.inspect(directory, profile).warnings())
        .extracting(w -> w.kind() + " " + w.file())
        .containsExactly("LEFTOVER .gpg-v21-migrated", "LEFTOVER private-keys-v1.d");
  }

  @Test
  void hardLinkedKeyFile_inspected_isWarnedOf() throws IOException {
    Files.createLink(temp.resolve("second name"), directory.resolve("secring.gpg"));

    assertThat(KeyDirectory.inspect(directory, profile).warnings())
        .extracting(Warning::toString)
        .containsExactly("secring.gpg: 2 names for one file (expected: 1)");
  }

  @Test
  void publicRingOfAnotherKey_inspected_isWarnedOf() throws IOException {
    Files.write(directory.resolve("pubring.gpg"), new byte[0]);

    assertThat(KeyDirectory.inspect(directory, profile).warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.kind()).isEqualTo(Warning.Kind.PUBLIC_RING);
              assertThat(warning.detail()).matches("lacks the public part of \\S+, \\S+");
            });
  }

  @Test
  void otherFileMissingOrNotRegular_inspected_isAWarningOnly() throws IOException {
    Files.delete(directory.resolve("pubring.gpg"));
    Files.delete(directory.resolve("keytrustee.conf"));
    Files.createDirectory(directory.resolve("keytrustee.conf"));

    KeyDirectoryFacts facts = KeyDirectory.inspect(directory, profile);

    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.warnings())
        .extracting(w -> w.kind() + " " + w.file())
        .containsExactly("UNREADABLE_FILE keytrustee.conf", "MISSING_FILE pubring.gpg");
  }

  @Test
  void facts_printed_showNoSecretByte() {
    String secret = java.util.HexFormat.of().formatHex(TestRings.approved(), 150, 180);

    assertThat(KeyDirectory.inspect(directory, profile).toString()).doesNotContain(secret);
    assertThat(
            FileReading.of(
                    "secring.gpg",
                    TestRings.approved(),
                    new FileReading.Attributes("a", "b", "0600", 1))
                .toString())
        .isEqualTo("FileReading[secring.gpg READ]");
  }

  private void assertUnreadable(String why) {
    KeyDirectoryFacts facts = KeyDirectory.inspect(directory, profile);
    assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(facts.reasons()).containsExactly("secring.gpg: " + why);
    assertThat(facts.identity()).isNull();
  }

  private Path replaceSecring() throws IOException {
    Path secring = directory.resolve("secring.gpg");
    Files.delete(secring);
    return secring;
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(Files.createFile(directory.resolve(name), mode("rw-------")), content);
  }

  private static String md5sum(Path file) throws IOException {
    Process process = new ProcessBuilder("md5sum", file.toString()).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Objects.requireNonNull(line).substring(0, 32);
  }

  private static java.nio.file.attribute.FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
