package dev.keyparity.testbed.lab.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpgRingIT {
  private static final int BITS = 1024;

  @TempDir Path directory;

  @Test
  void madeRing_isOnePairThatGpgLists_withNothingElseLeftAnywhere() throws Exception {
    Path keyDirectory = directory.resolve("kms1/.keytrustee");

    List<GpgRing.ListedKey> keys = GpgRing.make(keyDirectory, "KMS one", BITS);

    assertThat(keys).hasSize(2).allMatch(key -> key.bits() == BITS && key.algorithm() == 1);
    assertThat(keys).extracting(GpgRing.ListedKey::primary).containsExactly(true, false);
    assertThat(keys).allMatch(key -> key.fingerprint().matches("[0-9A-F]{40}"));
    assertThat(mode(keyDirectory)).isEqualTo("rwx------");
    assertThat(files(keyDirectory).keySet()).containsExactly("pubring.gpg", "secring.gpg");
    assertThat(mode(keyDirectory.resolve("secring.gpg"))).isEqualTo("rw-------");
    assertThat(mode(keyDirectory.resolve("pubring.gpg"))).isEqualTo("rw-------");
    assertThat(files(directory.resolve("kms1")).keySet()).containsExactly(".keytrustee");
  }

  @Test
  void list_asksAboutACopy_soThatTheDirectoryStaysAsItWas() throws Exception {
    Path keyDirectory = directory.resolve("kms1/.keytrustee");
    List<GpgRing.ListedKey> made = GpgRing.make(keyDirectory, "KMS one", BITS);
    Map<String, String> before = files(keyDirectory);

    assertThat(GpgRing.list(keyDirectory)).isEqualTo(made);

    assertThat(files(keyDirectory)).isEqualTo(before);
    assertThat(files(directory.resolve("kms1")).keySet()).containsExactly(".keytrustee");
  }

  @Test
  void make_overARing_replacesItByAnother() {
    Path keyDirectory = directory.resolve("kms1/.keytrustee");
    List<GpgRing.ListedKey> first = GpgRing.make(keyDirectory, "KMS one", BITS);

    List<GpgRing.ListedKey> second = GpgRing.make(keyDirectory, "KMS two", BITS);

    assertThat(second).isNotEqualTo(first);
    assertThat(GpgRing.list(keyDirectory)).isEqualTo(second);
  }

  @Test
  void list_ofADirectoryWithoutRing_isEmpty() throws Exception {
    Files.createDirectories(directory.resolve("kms1/.keytrustee"));

    assertThat(GpgRing.list(directory.resolve("kms1/.keytrustee"))).isEmpty();
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName().toString(), mode(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
