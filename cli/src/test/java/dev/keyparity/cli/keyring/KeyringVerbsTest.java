package dev.keyparity.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings made by gpg1 (RSA 2048, throw-away); no gpg is needed to run these tests. */
class KeyringVerbsTest {
  private final TestCli cli = new TestCli();

  @TempDir Path temp;

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void inspect_soundDirectory_showsKeysAndFiles() throws IOException {
    Path directory = directory("kms1", "kms1");

    Result text = cli.runBare("keyring", "inspect", directory.toString());
    Result json = cli.runBare("keyring", "inspect", directory.toString(), "-o", "json");

    Golden.assertMatches("keyring-inspect.txt", neutral(unwrapped(text.out()), directory));
    Golden.assertMatches("keyring-inspect.json", neutral(json.out(), directory));
    assertThat(text.exit()).isZero();
    assertThat(json.exit()).isZero();
  }

  @Test
  void inspect_loneRingFile_isTakenForTheKeyFile() throws IOException {
    Path directory = directory("kms1", "kms1");

    Result result = cli.runBare("keyring", "inspect", directory.resolve("secring.gpg").toString());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("SOUND", "secring.gpg").doesNotContain("pubring.gpg");
  }

  @Test
  void inspect_emptyRing_isDamagedAndExitsSix() throws IOException {
    Path ring = Files.createFile(temp.resolve("secring.gpg"));

    Result result = cli.runBare("keyring", "inspect", ring.toString(), "-o", "json");

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).contains("\"verdict\": \"DAMAGED\"");
  }

  @Test
  void inspect_nothingThere_isAbsentAndExitsSix() {
    Result result = cli.runBare("keyring", "inspect", temp.resolve("none").toString());

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).contains("ABSENT", "no such directory");
  }

  @Test
  void compare_otherKey_isDivergedWithBothNamed() throws IOException {
    Path approved = directory("kms1", "kms1");
    Path other = directory("kms2", "kms2");

    Result text = cli.runBare("keyring", "compare", approved.toString(), other.toString());
    Result json =
        cli.runBare("keyring", "compare", approved.toString(), other.toString(), "-o", "json");

    Golden.assertMatches("keyring-compare.txt", neutral(text.out(), approved));
    Golden.assertMatches("keyring-compare.json", neutral(json.out(), approved));
    assertThat(text.exit()).isEqualTo(6);
    assertThat(json.exit()).isEqualTo(6);
  }

  @Test
  void compare_sameBytes_isInParity() throws IOException {
    Path approved = directory("kms1", "kms1");
    Path other = directory("copy", "kms1");

    Result result = cli.runBare("keyring", "compare", approved.toString(), other.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).startsWith("IN PARITY");
  }

  @Test
  void compare_ringCutAtAnyPacket_isDamagedNotASubset() throws IOException {
    Path approved = directory("kms1", "kms1");
    Path other = directory("cut", "kms1");
    byte[] whole = Files.readAllBytes(approved.resolve("secring.gpg"));
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      Files.write(other.resolve("secring.gpg"), Arrays.copyOf(whole, length));

      Result result =
          cli.runBare("keyring", "compare", approved.toString(), other.toString(), "-o", "json");

      assertThat(result.exit()).isEqualTo(6);
      assertThat(result.out()).as("%d bytes", length).contains("\"verdict\": \"DAMAGED\"");
    }
  }

  @Test
  void compare_twoEmptyRings_areNeverInParity() throws IOException {
    Path one = Files.createFile(temp.resolve("one.gpg"));
    Path two = Files.createFile(temp.resolve("two.gpg"));

    Result result = cli.runBare("keyring", "compare", one.toString(), two.toString());

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).doesNotContain("IN PARITY");
  }

  @Test
  void inspect_unknownProfile_isAUsageErrorThatNamesTheKnown() {
    Result result = cli.runBare("keyring", "inspect", "--profile", "x", temp.toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.told()).contains("expected: keytrustee-kms or ranger-kms-kts");
  }

  private Path directory(String name, String ring) throws IOException {
    Path directory =
        Files.createDirectory(
            temp.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    put(directory, "secring.gpg", ring + "-secring.gpg");
    put(directory, "pubring.gpg", "kms1-pubring.gpg");
    Files.writeString(directory.resolve("keytrustee.conf"), "{}\n");
    for (String file : new String[] {"secring.gpg", "pubring.gpg", "keytrustee.conf"}) {
      Files.setPosixFilePermissions(
          directory.resolve(file), PosixFilePermissions.fromString("rw-------"));
    }
    return directory;
  }

  private static void put(Path directory, String file, String resource) throws IOException {
    try (InputStream in = KeyringVerbsTest.class.getResourceAsStream("/rings/" + resource)) {
      assertThat(in).as(resource).isNotNull();
      Files.copy(in, directory.resolve(file));
    }
  }

  /** Where a warning is broken depends on how long the name of its owner is. */
  private static String unwrapped(String text) {
    return text.replaceAll("\\n {10}(?=\\S)", " ");
  }

  /** What differs from machine to machine: the place, and whoever runs the test. */
  private String neutral(String out, Path directory) throws IOException {
    String owner = Files.getOwner(directory).getName();
    String group =
        Files.readAttributes(directory, java.nio.file.attribute.PosixFileAttributes.class)
            .group()
            .getName();
    return out.replace(temp.toString(), "TEMP")
        .replace(owner + ":" + group, "OWNER:GROUP")
        .replace("owner " + owner, "owner OWNER")
        .replace("group " + group, "group GROUP")
        .replace("\"owner\": \"" + owner + "\"", "\"owner\": \"OWNER\"")
        .replace("\"group\": \"" + group + "\"", "\"group\": \"GROUP\"");
  }
}
