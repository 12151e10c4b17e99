package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.TestRings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerWriterTest {
  private static final FileAttributes ATTRIBUTES =
      new FileAttributes(0600, "kms", "kms", TestContainer.NOW);

  @TempDir private Path temp;
  private Path keys = Path.of("not yet");
  private Path config = Path.of("not yet");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void fill() throws IOException {
    keys = Files.createDirectory(temp.resolve(ContainerManifest.KEY_DIRECTORY));
    config = Files.createDirectory(temp.resolve(ContainerManifest.CONFIG_DIRECTORY));
    TestContainer.put(keys.resolve("secring.gpg"), TestRings.approved());
  }

  @Test
  void streamOfAnotherSizeThanDeclared_added_isRefused() throws Exception {
    ContainerWriter writer = writer();

    for (int size : new int[] {4, 6}) {
      assertThatThrownBy(
              () ->
                  writer.addFile(
                      "f" + size, ATTRIBUTES, size, new ByteArrayInputStream(new byte[5])))
          .isInstanceOfSatisfying(
              KeyringException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CHANGED_WHILE_READ));
    }
  }

  @Test
  void keyFileChangedBetweenLookAndArchive_finished_isRefused() throws Exception {
    KeyDirectoryFacts before = TestContainer.facts(temp);
    Files.write(keys.resolve("secring.gpg"), TestRings.rogue());
    ContainerWriter writer = writer();
    TestContainer.add(writer, temp, ContainerManifest.KEY_DIRECTORY);

    assertThatThrownBy(() -> writer.finish(before))
        .isInstanceOfSatisfying(
            KeyringException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CHANGED_WHILE_READ));
  }

  @Test
  void keyDirectoryLeftOut_finished_isRefused() throws Exception {
    ContainerWriter writer = writer();
    TestContainer.add(writer, temp, ContainerManifest.CONFIG_DIRECTORY);

    assertThatThrownBy(() -> writer.finish(TestContainer.facts(temp)))
        .isInstanceOf(KeyringException.class);
  }

  @Test
  void damagedKeyFile_archived_isKeptAsItIsWithoutAnIdentity() throws Exception {
    Files.write(keys.resolve("secring.gpg"), TestRings.stubbed());

    ContainerManifest manifest = archiveAll();

    assertThat(manifest.keyIdentity()).isNull();
    assertThat(manifest.secring()).isNotNull();
    assertThat(
            TestContainer.reader(manifest, out.toByteArray())
                .files(TestContainer.HOST, ContainerManifest.KEY_DIRECTORY))
        .containsEntry("secring.gpg", TestRings.stubbed());
  }

  @Test
  void hostWithoutAKey_archived_saysSo() throws Exception {
    Files.delete(keys.resolve("secring.gpg"));

    ContainerManifest manifest = archiveAll();

    assertThat(manifest.secring()).isNull();
    assertThat(manifest.keyIdentity()).isNull();
    TestContainer.reader(manifest, out.toByteArray()).verify(TestContainer.HOST);
  }

  @Test
  void fifo_archived_isSkippedWithItsReasonAndDoesNotHang() throws Exception {
    Path fifo = config.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    assertThat(archiveAll().skipped())
        .containsExactly(
            new ContainerManifest.Skipped("config-directory/fifo", "a FIFO, socket or device"));
  }

  @Test
  void symlinkToADirectoryOutside_archived_isALinkAndNothingBehindIt() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    TestContainer.put(outside.resolve("secret"), "secret".getBytes(UTF_8));
    Files.createSymbolicLink(config.resolve("way-out"), outside);

    ContainerManifest manifest = archiveAll();

    assertThat(manifest.entries())
        .extracting(ContainerManifest.Entry::path)
        .containsExactly(
            "key-directory",
            "key-directory/secring.gpg",
            "config-directory",
            "config-directory/way-out");
    assertThat(manifest.entry("config-directory/way-out").orElseThrow().target())
        .isEqualTo(outside.toString());
  }

  @Test
  void symlinkWithoutAKnownPath_archived_isSkippedWithItsReason() throws Exception {
    Files.createSymbolicLink(config.resolve("link"), Path.of("x"));
    ContainerWriter writer = writer();
    TestContainer.add(writer, temp, ContainerManifest.KEY_DIRECTORY);
    try (DirectoryStream<Path> held = Files.newDirectoryStream(config)) {
      writer.addTree(
          ContainerManifest.CONFIG_DIRECTORY,
          (SecureDirectoryStream<Path>) held,
          null,
          name -> false);
    }

    assertThat(writer.finish(TestContainer.facts(temp)).skipped())
        .containsExactly(
            new ContainerManifest.Skipped(
                "config-directory/link", "a symbolic link, not followed"));
  }

  @Test
  void unreadableFile_archivedAsOrdinaryUser_isSkippedWithItsReason() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root reads everything");
    TestContainer.put(config.resolve("closed"), new byte[1]);
    Files.setPosixFilePermissions(
        config.resolve("closed"), PosixFilePermissions.fromString("---------"));

    assertThat(archiveAll().skipped())
        .containsExactly(
            new ContainerManifest.Skipped("config-directory/closed", "permission denied"));
  }

  @Test
  void excludedNames_archived_areLeftOut() throws Exception {
    TestContainer.put(keys.resolve("random_seed"), new byte[600]);

    assertThat(archiveAll().entry("key-directory/random_seed")).isEmpty();
  }

  @Test
  void pathsThatLeaveTheArchive_added_areRefused() throws Exception {
    ContainerWriter writer = writer();
    for (String path : List.of("", "/etc/passwd", "a/../b", "..", "a//b", "./a", "a\0b", "a/")) {
      assertThatThrownBy(() -> writer.addFile(path, ATTRIBUTES, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void samePathTwice_added_isRefused() throws Exception {
    ContainerWriter writer = writer();
    writer.addFile("a", ATTRIBUTES, new byte[1]);

    assertThatThrownBy(() -> writer.addFile("a", ATTRIBUTES, new byte[1]))
        .hasMessageContaining("added twice");
  }

  @Test
  void ciphertextAndManifest_written_showNoPlaintext() throws Exception {
    String marker = "kms-keystore-password-in-clear";
    TestContainer.put(config.resolve("kms-site.xml"), marker.getBytes(UTF_8));

    ContainerManifest manifest = archiveAll();

    assertThat(new String(out.toByteArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(marker);
    assertThat(new String(manifest.toJson(), UTF_8)).doesNotContain(marker);
  }

  private ContainerManifest archiveAll() throws IOException, KeyringException {
    ContainerWriter writer = writer();
    TestContainer.add(writer, temp, ContainerManifest.KEY_DIRECTORY);
    TestContainer.add(writer, temp, ContainerManifest.CONFIG_DIRECTORY);
    return writer.finish(TestContainer.facts(temp));
  }

  private ContainerWriter writer() throws IOException, KeyringException {
    return TestContainer.writer(out, List.of(TestContainer.HOST.recipient()));
  }
}
