package dev.keyparity.testbed.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can set, in kms-site.xml, kts-site.xml, properties and the environment. */
class SettingsTest {
  private static final URI PROVIDER = URI.create("keytrustee://file@/srv/kms/.keytrustee/");

  @TempDir Path directory;

  @Test
  void settings_fromAllFiles_areRead() throws Exception {
    Files.writeString(
        directory.resolve("kts-site.xml"),
        "<configuration><property><name>cloudera.trustee.keyprovider.keylength</name>"
            + "<value>2048</value></property></configuration>");

    assertThat(StandInSettings.read(PROVIDER, kmsSite(), directory))
        .isEqualTo(
            new StandInSettings(
                "kms1", Path.of("/srv/kms/.keytrustee"), Path.of("/srv/store"), 2048));
  }

  @Test
  void settings_withoutKtsSite_takeTheVendorsKeyLength() throws Exception {
    assertThat(StandInSettings.read(PROVIDER, kmsSite(), null).keyLength()).isEqualTo(4096);
    assertThat(StandInSettings.read(PROVIDER, kmsSite(), directory).keyLength()).isEqualTo(4096);
  }

  @Test
  void settings_missingOrWrong_areRefusedByName() {
    Configuration noStore = kmsSite();
    noStore.unset(StandInSettings.STORE);
    Configuration slash = kmsSite();
    slash.set(StandInSettings.HOST, "../kms1");

    assertThatThrownBy(() -> StandInSettings.read(PROVIDER, noStore, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("keyparity.stand-in.store is not set");
    assertThatThrownBy(() -> StandInSettings.read(PROVIDER, slash, null))
        .hasMessageContaining("keyparity.stand-in.host: ../kms1");
    assertThatThrownBy(
            () -> StandInSettings.read(URI.create("keytrustee://kts@/x"), kmsSite(), null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: keytrustee://file@/DIRECTORY");
  }

  @Test
  void factory_forAnotherScheme_leavesItToOthers() throws Exception {
    assertThat(
            new KeyTrusteeProviderFactory()
                .createProvider(URI.create("kms://http@h:1/kms"), kmsSite()))
        .isNull();
  }

  @Test
  void switches_byDefault_areAllOff() {
    assertThat(Switches.read(name -> null, Map.of())).isEqualTo(Switches.NONE);
    assertThat(Switches.read(name -> null, Map.of("KMS_STAND_IN_FAIL_START", "")))
        .isEqualTo(Switches.NONE);
  }

  @Test
  void switches_fromTheEnvironment_areRead() {
    Map<String, String> environment =
        Map.of(
            "KMS_STAND_IN_CHECK_HOSTS", "true",
            "KMS_STAND_IN_START_DELAY_MS", "1500",
            "KMS_STAND_IN_FAIL_START", "true",
            "KMS_STAND_IN_HANG_STOP", "true");

    assertThat(Switches.read(name -> null, environment))
        .isEqualTo(new Switches(true, Duration.ofMillis(1500), true, true));
  }

  @Test
  void switch_asProperty_goesBeforeTheEnvironment() {
    Switches switches =
        Switches.read(
            name -> name.equals("keyparity.stand-in.fail-start") ? "false" : null,
            Map.of("KMS_STAND_IN_FAIL_START", "true"));

    assertThat(switches).isEqualTo(Switches.NONE);
  }

  @Test
  void switch_notUnderstood_isRefusedNotTakenAsOff() {
    assertThatThrownBy(() -> Switches.read(name -> null, Map.of("KMS_STAND_IN_HANG_STOP", "yes")))
        .hasMessage("switch hang-stop: yes (expected: true or false)");
    assertThatThrownBy(
            () -> Switches.read(name -> null, Map.of("KMS_STAND_IN_START_DELAY_MS", "2s")))
        .hasMessage("switch start-delay-ms: 2s (expected: whole milliseconds)");
  }

  private static Configuration kmsSite() {
    Configuration kmsSite = new Configuration(false);
    kmsSite.set(StandInSettings.HOST, "kms1");
    kmsSite.set(StandInSettings.STORE, "/srv/store");
    return kmsSite;
  }
}
