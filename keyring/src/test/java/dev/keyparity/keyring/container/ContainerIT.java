package dev.keyparity.keyring.container;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.Gpg;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers opened by the real gpg and tar, with nothing of ours. */
class ContainerIT {
  @TempDir private Path temp;

  @Test
  void container_openedWithRecoveryKeyByGpgAndTar_givesBackEveryFile() throws Exception {
    TestContainer made = TestContainer.make(temp.resolve("source"), 5 * 1024 * 1024 + 3);

    for (Gpg program : List.of(Gpg.modern(), Gpg.classic())) {
      try (Gpg gpg = program) {
        gpg.run(TestContainer.RECOVERY_SECRET.getBytes(US_ASCII), "--import");
        byte[] tar = gpg.run(made.ciphertext(), "-d");
        Path out = Files.createDirectory(temp.resolve("out-" + System.identityHashCode(gpg)));
        unpack(tar, out);

        assertThat(listing(out)).isEqualTo(listing(made.tree()));
      }
    }
  }

  @Test
  void byteOfTheRecoveryKeysPacketFlipped_openedByGpg_opensForTheHostOnly() throws Exception {
    TestContainer made = TestContainer.make(temp.resolve("source"));
    byte[] flipped = made.ciphertext().clone();
    flipped[TestManifests.secondRecipientsPacket(flipped)] ^= 1;

    try (Gpg host = Gpg.modern();
        Gpg recovery = Gpg.modern()) {
      host.run(TestContainer.HOST.exposeSecretKey(), "--import");
      recovery.run(TestContainer.RECOVERY_SECRET.getBytes(US_ASCII), "--import");

      // This is why the manifest's digest is checked before anything is decrypted.
      assertThat(host.tryRun(flipped, "-d").exit()).isZero();
      assertThat(recovery.tryRun(flipped, "-d").exit()).isNotZero();
    }
    assertThatThrownBy(() -> made.reader(flipped).verify(TestContainer.HOST))
        .isInstanceOfSatisfying(
            KeyringException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));
  }

  @Test
  void passphrasedRecoveryKey_usedByBothGnupgs_opens() throws Exception {
    RecoveryKey key =
        RecoveryKey.generate(
            "ops",
            "correct horse".toCharArray(),
            new KeyPairMaker(2_048, TestContainer.NOW, TestContainer.RANDOM));
    RecoveryChallenge challenge =
        RecoveryChallenge.create(key.recipient(), TestContainer.NOW, TestContainer.RANDOM);
    byte[] secret = key.exposeArmouredSecretKey().getBytes(US_ASCII);
    byte[] message = challenge.message().getBytes(US_ASCII);

    for (Gpg program : List.of(Gpg.modern(), Gpg.classic())) {
      try (Gpg gpg = program) {
        gpg.run(secret, "--passphrase", "correct horse", "--import");
        // The wrong one first: gpg-agent remembers a passphrase that once was right.
        assertThat(gpg.tryRun(message, "--passphrase", "wrong", "-d").exit()).isNotZero();

        byte[] answer = gpg.run(message, "--passphrase", "correct horse", "-d");
        assertThat(challenge.isAnsweredBy(new String(answer, UTF_8))).isTrue();
      }
    }
  }

  private static void unpack(byte[] tar, Path into) throws Exception {
    Path file = Files.write(into.resolveSibling(into.getFileName() + ".tar"), tar);
    Process process =
        new ProcessBuilder("tar", "-x", "-p", "-f", file.toString(), "-C", into.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(process.exitValue()).isZero();
  }

  /** Path, permissions, and content or link target of everything below a directory. */
  private static Map<String, String> listing(Path root) throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(p -> !p.equals(root)).toList()) {
        String what =
            Files.isSymbolicLink(path)
                ? "→ " + Files.readSymbolicLink(path)
                : PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    + (Files.isRegularFile(path) ? Digest.of(Files.readAllBytes(path)) : "");
        all.put(root.relativize(path).toString(), what);
      }
    }
    return all;
  }
}
