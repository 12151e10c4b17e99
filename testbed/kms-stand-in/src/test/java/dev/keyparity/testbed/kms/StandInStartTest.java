package dev.keyparity.testbed.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInStartTest {
  private static final Switches CHECKING = new Switches(true, Duration.ZERO, false, false);

  @TempDir Path directory;

  @Test
  void start_withoutARing_makesOneAndNothingElse() throws Exception {
    start("kms1", Switches.NONE);

    Path keyDirectory = keyDirectory("kms1");
    assertThat(names(keyDirectory)).containsExactly("pubring.gpg", "secring.gpg");
    assertThat(mode(keyDirectory)).isEqualTo("rwx------");
    assertThat(mode(keyDirectory.resolve("secring.gpg"))).isEqualTo("rw-------");
    assertThat(Rings.read(keyDirectory.resolve("secring.gpg")).fingerprints()).hasSize(2);
  }

  @Test
  void start_withARing_leavesTheDirectoryAsItWas() throws Exception {
    Path secretRing = Rings.ONE.write(keyDirectory("kms1"));
    byte[] before = Files.readAllBytes(secretRing);

    start("kms1", Switches.NONE);

    assertThat(secretRing).hasBinaryContent(before);
    assertThat(names(keyDirectory("kms1"))).containsExactly("pubring.gpg", "secring.gpg");
  }

  @Test
  void start_withAnEmptyRing_isRefusedAndMakesNone() throws Exception {
    Path secretRing = Rings.ONE.write(keyDirectory("kms1"));
    Files.write(secretRing, new byte[0]);

    assertThatThrownBy(() -> start("kms1", Switches.NONE)).isInstanceOf(IOException.class);
    assertThat(secretRing).isEmptyFile();
  }

  @Test
  void start_publishesTheFingerprintsOfItsRing() throws Exception {
    Path secretRing = Rings.ONE.write(keyDirectory("kms1"));

    start("kms1", Switches.NONE);

    assertThat(store().hosts())
        .containsExactly(HostRecord.of("kms1", Rings.read(secretRing).fingerprints()));
  }

  @Test
  void checkingStart_whileAnotherHostsKeyDiffers_isRefusedInTheVendorsWords() throws Exception {
    Rings.ONE.write(keyDirectory("kms1"));
    Rings.OTHER.write(keyDirectory("kms2"));
    start("kms1", Switches.NONE);

    assertThatThrownBy(() -> start("kms2", CHECKING))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Unable to verify private key match between KMS hosts. Verify private key files have"
                + " been synced between all KMS hosts. Aborting to prevent data inconsistency.");
  }

  @Test
  void checkingStart_whileAnotherHostsKeyDiffers_withTheSwitchOff_serves() throws Exception {
    Rings.ONE.write(keyDirectory("kms1"));
    Rings.OTHER.write(keyDirectory("kms2"));
    start("kms1", Switches.NONE);

    assertThat(start("kms2", Switches.NONE).getKeys()).isEmpty();
  }

  @Test
  void checkingStarts_afterAllWereGivenOneKey_succeedOnceEachHasPublishedIt() throws Exception {
    Rings.ONE.write(keyDirectory("kms1"));
    Rings.OTHER.write(keyDirectory("kms2"));
    Rings.OTHER.write(keyDirectory("kms3"));
    start("kms1", Switches.NONE);
    assertThatThrownBy(() -> start("kms2", CHECKING)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> start("kms3", CHECKING)).isInstanceOf(IOException.class);
    for (String host : List.of("kms2", "kms3")) {
      Files.write(
          keyDirectory(host).resolve("secring.gpg"),
          Files.readAllBytes(keyDirectory("kms1").resolve("secring.gpg")));
    }

    assertThatThrownBy(() -> start("kms2", CHECKING)).hasMessage(StandInStart.MISMATCH);
    assertThat(start("kms3", CHECKING).getKeys()).isEmpty();
    assertThat(start("kms2", CHECKING).getKeys()).isEmpty();
    assertThat(start("kms1", CHECKING).getKeys()).isEmpty();
  }

  @Test
  void failingStart_endsBeforeARingIsMade() throws Exception {
    Switches failing = new Switches(false, Duration.ZERO, true, false);

    assertThatThrownBy(() -> start("kms1", failing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fail-start");
    assertThat(keyDirectory("kms1")).doesNotExist();
  }

  private KeyProvider start(String host, Switches switches) throws IOException {
    StandInSettings settings =
        new StandInSettings(host, keyDirectory(host), directory.resolve("store"), Rings.BITS);
    return new StandInStart(settings, switches, Rings.RANDOM, Rings.CLOCK)
        .run(new Configuration(false));
  }

  private SharedStore store() throws IOException {
    return SharedStore.open(directory.resolve("store"));
  }

  private Path keyDirectory(String host) {
    return directory.resolve(host).resolve(".keytrustee");
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
