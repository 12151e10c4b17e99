package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.KeyDirectory;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.TestRings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A key directory and a configuration directory with everything that is awkward to archive, and the
 * container made of them for a host key and a recovery key.
 */
@SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
record TestContainer(Path tree, byte[] ciphertext, ContainerManifest manifest) {
  static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();

  /** Keys that an early release made; they open nothing but tests. */
  static final String HOST_SECRET = resource("test-backup-key.asc");

  static final String RECOVERY_SECRET = resource("test-recovery-key.asc");
  static final BackupKey HOST = key(HOST_SECRET);
  static final BackupKey RECOVERY = key(RECOVERY_SECRET);

  static TestContainer make(Path tree) throws IOException, KeyringException {
    return make(tree, 3);
  }

  /**
   * @param largest size of the largest file in bytes
   */
  static TestContainer make(Path tree, int largest) throws IOException, KeyringException {
    fill(tree, largest);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerWriter writer = writer(out, List.of(HOST.recipient(), RECOVERY.recipient()));
    add(writer, tree, ContainerManifest.KEY_DIRECTORY);
    add(writer, tree, ContainerManifest.CONFIG_DIRECTORY);
    ContainerManifest manifest = writer.finish(facts(tree));
    return new TestContainer(tree, out.toByteArray(), manifest);
  }

  static ContainerWriter writer(ByteArrayOutputStream out, List<Recipient> recipients)
      throws IOException, KeyringException {
    return new ContainerWriter(
        out,
        new ContainerWriter.Title("b-1", "kms-prod", "kms1.example.com", NOW),
        recipients,
        RANDOM);
  }

  static void add(ContainerWriter writer, Path tree, String folder)
      throws IOException, KeyringException {
    Path directory = tree.resolve(folder);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      writer.addTree(
          folder,
          (SecureDirectoryStream<Path>) stream,
          directory,
          Profile.named("keytrustee-kms")::isExcluded);
    }
  }

  static KeyDirectoryFacts facts(Path tree) {
    return KeyDirectory.inspect(
        tree.resolve(ContainerManifest.KEY_DIRECTORY), Profile.named("keytrustee-kms"));
  }

  ContainerReader reader(byte[] bytes) {
    return reader(manifest, bytes);
  }

  static ContainerReader reader(ContainerManifest manifest, byte[] bytes) {
    return new ContainerReader(manifest, () -> new ByteArrayInputStream(bytes));
  }

  /** A manifest that was made to fit other bytes: what an attacker or a bug would write. */
  ContainerManifest fitting(byte[] bytes) {
    return new ContainerManifest(
        manifest.id(),
        manifest.service(),
        manifest.host(),
        manifest.createdAt(),
        new ContainerManifest.Ciphertext(Digest.of(bytes), bytes.length),
        manifest.recipients(),
        manifest.keyIdentity(),
        manifest.secring(),
        manifest.entries(),
        manifest.skipped());
  }

  private static BackupKey key(String armoured) {
    try {
      return BackupKey.parse(armoured.getBytes(US_ASCII));
    } catch (KeyringException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = TestContainer.class.getResourceAsStream("/golden/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Path tree, int largest) throws IOException {
    Path keys = Files.createDirectories(tree.resolve(ContainerManifest.KEY_DIRECTORY));
    Path config = Files.createDirectories(tree.resolve(ContainerManifest.CONFIG_DIRECTORY));
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
    put(keys.resolve("secring.gpg"), TestRings.approved());
    put(keys.resolve("pubring.gpg"), TestRings.approvedPublic());
    put(keys.resolve("keytrustee.conf"), "{\"HOSTNAME\": \"kms1\"}\n".getBytes(UTF_8));
    put(config.resolve("kms-site.xml"), "<configuration/>\n".getBytes(UTF_8));
    put(config.resolve("empty"), new byte[0]);
    put(config.resolve("block"), new byte[512]);
    put(config.resolve("a".repeat(200)), "long name".getBytes(UTF_8));
    Path deep = config.resolve("d".repeat(90)).resolve("e".repeat(90)).resolve("f".repeat(90));
    Files.createDirectories(deep);
    put(deep.resolve("deep.xml"), "deep".getBytes(UTF_8));
    put(config.resolve("with space and 'quotes'"), "odd".getBytes(UTF_8));
    put(config.resolve("large"), new byte[largest]);
    Files.createSymbolicLink(config.resolve("link"), Path.of("../elsewhere/kms-acls.xml"));
    Files.createSymbolicLink(config.resolve("long-link"), Path.of("t".repeat(150)));
  }

  static void put(Path file, byte[] content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }
}
