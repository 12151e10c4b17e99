package dev.keyparity.coordinator.enablement.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of the KMS settings, made on hosts that have none. */
class SettingChecksTest {
  private static final Name PATH = KmsSettings.SHARED_PLACES.get(1);
  private static final Name SERVERS = KmsSettings.SHARED_PLACES.get(0);
  private static final Name DECRYPT = new Name("kms-acls.xml", "hadoop.kms.acl.DECRYPT_EEK");

  private final Installations installation = new Installations("kms1", "kms2", "kms3");

  private Remark only(String code, String host) {
    List<Remark> remarks = installation.remarks();
    assertThat(remarks).extracting(Remark::code).containsExactly(code);
    assertThat(remarks.get(0).host()).isEqualTo(host);
    assertThat(remarks.get(0).whatToDo()).as("what to do").isNotEmpty();
    return remarks.get(0);
  }

  private void set(String host, Name name, String value) {
    installation.host(host).settings.put(name, value);
  }

  @Test
  void cookieSigner_randomOrNotSet_isTold() {
    set("kms2", KmsSettings.COOKIE_SIGNER, "random");
    Remark remark = only("cookie-signer", "kms2");
    assertThat(remark.seen())
        .isEqualTo(
            "kms-site.xml: hadoop.kms.authentication.signer.secret.provider: random (expected:"
                + " zookeeper)");
    assertThat(remark.whatToDo())
        .first()
        .asString()
        .startsWith("declare zookeeper: in the service file");
    assertThat(remark.whatToDo())
        .anyMatch(it -> it.startsWith("keyparity enable kms-prod --reference kms1"));

    installation.host("kms2").settings.remove(KmsSettings.COOKIE_SIGNER);
    assertThat(only("cookie-signer", "kms2").seen()).contains("not set, which means random");
  }

  @Test
  void tokenManager_missingOrFalse_isTold() {
    installation.host("kms2").settings.remove(KmsSettings.TOKEN_MANAGER);
    assertThat(only("token-manager", "kms2").seen()).contains("not set, which means false");

    set("kms2", KmsSettings.TOKEN_MANAGER, "false");
    only("token-manager", "kms2");

    set("kms2", KmsSettings.TOKEN_MANAGER, "TRUE");
    assertThat(installation.remarks()).isEmpty();
  }

  @Test
  void sameFaultOnSeveralHosts_isToldOnceWithTheirNames() {
    installation.host("kms1").settings.remove(KmsSettings.TOKEN_MANAGER);
    installation.host("kms3").settings.remove(KmsSettings.TOKEN_MANAGER);

    assertThat(only("token-manager", "").seen())
        .endsWith("not set, which means false (expected: true), on kms1, kms3");
  }

  /** What a run can write at once needs no change of the service file before. */
  @Test
  void ensembleDeclared_theRunIsTheOnlyCommand() {
    Installations declared =
        new Installations(withEnsemble(installation.spec, installation.spec.profile()));
    declared.host("kms2").settings.remove(KmsSettings.COOKIE_SIGNER);

    assertThat(declared.remarks())
        .singleElement()
        .satisfies(
            remark ->
                assertThat(remark.whatToDo())
                    .containsExactly(
                        "a run writes it on every host, with the other settings that belong to it",
                        "keyparity enable kms-prod --reference kms1   shows what it would write,"
                            + " then asks"));
  }

  private static ServiceSpec withEnsemble(ServiceSpec spec, String profile) {
    return new ServiceSpec(
        spec.service(),
        profile,
        spec.mode(),
        spec.keyDirectory(),
        spec.configDirectory(),
        spec.owner(),
        spec.group(),
        spec.hosts(),
        new KmsZooKeeper("zk1:2181", "/kms"),
        spec.policy(),
        spec.probeKey(),
        null,
        List.of(),
        List.of());
  }

  @Test
  void singleHost_sharesWithNobody() {
    Installations one = new Installations("kms1");
    one.host("kms1").settings.remove(KmsSettings.TOKEN_MANAGER);
    one.host("kms1").settings.remove(KmsSettings.COOKIE_SIGNER);

    assertThat(one.remarks()).isEmpty();
  }

  @Test
  void secondHostKeepsTokensElsewhere_isToldWithBothPlaces() {
    set("kms2", PATH, "/other");

    assertThat(only("tokens-apart", "").seen())
        .endsWith("signer.secret.provider.zookeeper.path: /kms on kms1, kms3; /other on kms2");
  }

  @Test
  void sameServersInAnotherOrder_areOneEnsemble() {
    set("kms2", SERVERS, "zk2:2181, zk1:2181");
    assertThat(installation.remarks()).isEmpty();

    set("kms2", SERVERS, "zk2:2181,zk1:2181/chroot");
    only("tokens-apart", "");
  }

  @Test
  void settingOfTheKeyProviderDiffers_isToldWithoutItsValue() {
    Name auth = new Name("kts-site.xml", "cloudera.trustee.keyprovider.auth");
    set("kms2", auth, "another");

    Remark remark = only("settings-differ", "");
    assertThat(remark.seen())
        .isEqualTo(
            "kts-site.xml: cloudera.trustee.keyprovider.auth is not the same on kms1, kms2, kms3");
  }

  @Test
  void znodesWithoutAuthentication_areAWarning() {
    set("kms1", KmsSettings.ENSEMBLE_AUTHENTICATION.get(1), "none");
    set("kms3", KmsSettings.ENSEMBLE_AUTHENTICATION.get(1), "none");

    Remark remark = only("open-znodes", "");
    assertThat(remark.isWarning()).isTrue();
    assertThat(remark.seen()).endsWith("zkAuthType is none on kms1, kms3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", " * "})
  void accessForEverybody_isAWarning(String value) {
    installation.host("kms2").access.put(DECRYPT, value);

    Remark remark = only("open-acl", "kms2");
    assertThat(remark.isWarning()).isTrue();
    assertThat(remark.seen()).contains("hadoop.kms.acl.DECRYPT_EEK").doesNotContain("CREATE");
  }

  @Test
  void accessNotListed_isForEverybody_andABlankIsForNobody() {
    installation.host("kms2").access.put(DECRYPT, " ");
    assertThat(installation.remarks()).isEmpty();

    installation.host("kms2").access.remove(DECRYPT);
    only("open-acl", "kms2");
  }

  @Test
  void rangerDecidesWhoMay_soTheFileSaysNothing() {
    Installations ranger = new Installations(withEnsemble(installation.spec, "ranger-kms-kts"));
    ranger.host("kms2").access.clear();

    assertThat(ranger.remarks()).isEmpty();
  }

  @Test
  void settingsThatTheAgentCannotRead_areTold() {
    installation.host("kms2").unread =
        new KeyparityException(
            ErrorCode.CONFIG_INVALID,
            "settings file: kms-site.xml (expected: one that this agent may touch: [])",
            "declare settings_directory or clients in agent.yaml");

    assertThat(only("settings-unread", "kms2").whatToDo())
        .startsWith("declare settings_directory or clients in agent.yaml");
  }

  /** Nothing is concluded from a file that is not there: it is looked for in the wrong place. */
  @Test
  void noKmsSiteFile_isTheWrongDirectory() {
    installation.host("kms2").hasFiles = false;
    installation.host("kms2").settings.clear();

    assertThat(only("settings-unread", "kms2").seen())
        .isEqualTo("there is no kms-site.xml where its agent looks");
  }

  @Test
  void ensembleOfTheKmsIsDown_isTold() {
    installation.ensembleTrouble = "no session within 10000 ms";

    assertThat(only("kms-zookeeper", "").seen()).contains("no session within 10000 ms");
  }
}
