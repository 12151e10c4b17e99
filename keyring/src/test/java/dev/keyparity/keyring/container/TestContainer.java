package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.keyring.KeyDirectory;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.TestRings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * A key directory and a configuration directory with everything that is awkward to archive, and the
 * container made of them for a host key and a recovery key.
 */
@SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
record TestContainer(Path tree, byte[] ciphertext, ContainerManifest manifest) {
  static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeyPairMaker MAKER = new KeyPairMaker(2_048, NOW, RANDOM);
  static final BackupKey HOST = BackupKey.generate("keyparity backup <kms1>", MAKER);
  static final RecoveryKey RECOVERY = RecoveryKey.generate("recovery <ops>", null, MAKER);

  static TestContainer make(Path tree) throws IOException, KeyringException {
    fill(tree);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerWriter writer =
        new ContainerWriter(
            out,
            new ContainerWriter.Title("b-1", "kms-prod", "kms1.example.com", NOW),
            List.of(HOST.recipient(), RECOVERY.recipient()),
            RANDOM);
    Path keys = tree.resolve(ContainerManifest.KEY_DIRECTORY);
    add(writer, keys, ContainerManifest.KEY_DIRECTORY);
    add(
        writer,
        tree.resolve(ContainerManifest.CONFIG_DIRECTORY),
        ContainerManifest.CONFIG_DIRECTORY);
    KeyDirectoryFacts facts = KeyDirectory.inspect(keys, Profile.named("keytrustee-kms"));
    ContainerManifest manifest = writer.finish(facts);
    return new TestContainer(tree, out.toByteArray(), manifest);
  }

  RecoveryKey recovery() {
    return RECOVERY;
  }

  ContainerReader reader(byte[] bytes) {
    return new ContainerReader(manifest, () -> new java.io.ByteArrayInputStream(bytes));
  }

  private static void add(ContainerWriter writer, Path directory, String prefix)
      throws IOException, KeyringException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      writer.addTree(
          prefix,
          (SecureDirectoryStream<Path>) stream,
          directory,
          name -> name.equals("random_seed"));
    }
  }

  private static void fill(Path tree) throws IOException {
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
    put(config.resolve("large"), new byte[5 * 1024 * 1024 + 3]);
    Files.createSymbolicLink(config.resolve("link"), Path.of("../elsewhere/kms-acls.xml"));
    Files.createSymbolicLink(config.resolve("long-link"), Path.of("t".repeat(150)));
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }
}
