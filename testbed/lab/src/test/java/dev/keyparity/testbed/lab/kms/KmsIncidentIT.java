package dev.keyparity.testbed.lab.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.prober.DownInterval;
import dev.keyparity.testbed.lab.prober.DownProber;
import dev.keyparity.testbed.lab.prober.DownReport;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.process.Wait;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The incident itself, on real processes: kms1 has a ring that gpg made and has sealed a customer's
 * key; kms2 and kms3 were started without one and made their own. Only kms3 is changed by a test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KmsIncidentIT {
  private static final String KEY = "payroll";

  private final StartedProcesses started = new StartedProcesses();
  private KmsService service;
  private KmsHost kms1;
  private KmsHost kms2;
  private KmsHost kms3;
  private List<GpgRing.ListedKey> ringOfKms1;

  @BeforeAll
  void startThreeHosts(@TempDir Path directory) {
    service = KmsService.ofHosts(directory, 3);
    List<KmsHost> hosts = KmsHost.createAll(service, started);
    kms1 = hosts.get(0);
    kms2 = hosts.get(1);
    kms3 = hosts.get(2);
    ringOfKms1 = GpgRing.make(kms1.paths().keyDirectory(), "KMS one", 2048);
    hosts.forEach(KmsHost::launch);
    hosts.forEach(host -> host.awaitServing(TestTimeouts.START));
    kms1.as(KmsConfiguration.KEY_ADMIN).create(KEY);
    kms1.as(KmsConfiguration.KEY_ADMIN).roll(KEY);
  }

  @AfterAll
  void end() {
    started.close();
  }

  @Test
  void hostStartedWithoutARing_madeOneOfItsOwnThatGpgLists() throws Exception {
    Path keyDirectory = kms2.paths().keyDirectory();

    List<GpgRing.ListedKey> listed = GpgRing.list(keyDirectory);

    assertThat(listed).hasSize(2).doesNotContainAnyElementsOf(ringOfKms1);
    assertThat(listed).allMatch(key -> key.bits() == service.keyLength());
    try (var files = Files.list(keyDirectory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("keytrustee.conf", "pubring.gpg", "secring.gpg");
    }
  }

  @Test
  void everyHost_listsTheKeyAndItsVersions_thoughOnlyOneOpensThem() {
    for (KmsHost host : List.of(kms1, kms2)) {
      KmsRest rest = host.as(KmsConfiguration.KEYPARITY);
      assertThat(rest.names()).contains(KEY);
      assertThat(rest.metadata(KEY))
          .isEqualTo(new KmsRest.KeyMetadata(KEY, "AES/CTR/NoPadding", 128, 2));
    }
    for (String version : List.of("payroll@0", "payroll@1")) {
      assertThat(kms1.as(KmsConfiguration.KEYPARITY).opens(version).status()).isEqualTo(200);
      KmsRest.Answer refusal = kms2.as(KmsConfiguration.KEYPARITY).opens(version);
      assertThat(refusal.status()).isEqualTo(500);
      assertThat(refusal.message())
          .contains("cannot unseal key version " + version)
          .contains(ringOfKms1.get(1).fingerprint());
    }
    assertThat(kms1.as(KmsConfiguration.KEYPARITY).opens("payroll@2").status()).isEqualTo(400);
  }

  @Test
  void matrix_betweenHostsOfDifferentRings_failsForEveryPair() {
    Matrix matrix = Matrix.measure(List.of(kms1, kms2));

    assertThat(matrix.size()).isEqualTo(2);
    assertThat(matrix.ok()).isZero();
    assertThat(matrix.pairs()).allMatch(pair -> pair.refusal().contains("cannot unseal"));
  }

  @Test
  void loadBalancedClient_isToldThatAllIsWell_andIsMisledEveryTime() {
    LoadBalancedRun run = LoadBalancedRun.run(service, 6, List.of(KEY));

    assertThat(run.operations()).isEqualTo(6);
    assertThat(run.ok()).isEqualTo(6);
    assertThat(run.misled()).isEqualTo(6);
    assertThat(run.refusedByHost()).containsEntry("127.0.0.1", 0).containsEntry("127.0.0.2", 6);
  }

  @Test
  void ringReplaced_changesWhatAHostOpensAtItsRestartAndNotBefore() throws Exception {
    String sealedByKms3 = kms3.as(KmsConfiguration.KEY_ADMIN).create("sealed-by-kms3");
    KmsRest keyparity = kms3.as(KmsConfiguration.KEYPARITY);
    assertThat(keyparity.opens(sealedByKms3).isOk()).isTrue();
    assertThat(keyparity.opens("payroll@0").isOk()).isFalse();

    copyRing(kms1, kms3);
    assertThat(keyparity.opens("payroll@0").isOk()).as("before the restart").isFalse();
    String sealedFromMemory = kms3.as(KmsConfiguration.KEY_ADMIN).roll("sealed-by-kms3");
    assertThat(keyparity.opens(sealedFromMemory).isOk()).as("before the restart").isTrue();
    DownReport seen = restartUnderAProber(kms3);

    assertThat(keyparity.opens("payroll@0").isOk()).isTrue();
    assertThat(keyparity.opens("payroll@1").isOk()).isTrue();
    assertThat(keyparity.opens(sealedByKms3).isOk()).isFalse();
    assertThat(keyparity.opens(sealedFromMemory).isOk()).isFalse();
    assertThat(Matrix.measure(List.of(kms1, kms3)).ok()).isEqualTo(2);
    assertThat(seen.downAtOnceMax()).isOne();
    assertThat(seen.intervals()).extracting(DownInterval::host).containsOnly("kms3");
    assertThat(seen.intervals().get(0).isOver()).isTrue();
    // A virtual machine and Hadoop's server do not start in less.
    assertThat(seen.intervals().get(0).length()).isGreaterThan(Duration.ofMillis(500));
  }

  @Test
  void users_mayDoWhatTheirAclLinesSay_andNoMore() {
    assertThatThrownBy(() -> kms1.as(KmsConfiguration.KEYPARITY).create("customers-key"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("status 403");
    assertThatThrownBy(() -> kms1.as(KmsConfiguration.KEYPARITY).roll(KEY))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("status 403");
    // The server answers this one refusal with 500; its message tells.
    assertThatThrownBy(() -> kms1.as(KmsConfiguration.KEYPARITY).generate(KEY))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("not authorized to perform [GENERATE_EEK]");
    assertThat(kms1.as(KmsConfiguration.KEYPARITY).delete(KEY).status()).isEqualTo(403);
    DataKey dataKey = kms1.as(KmsConfiguration.HDFS).generate(KEY);
    assertThat(kms1.as(KmsConfiguration.HDFS).decrypt(dataKey).status()).isEqualTo(403);
    assertThat(kms1.as(KmsConfiguration.READER).decrypt(dataKey).isOk()).isTrue();
    assertThat(kms1.as("mallory").decrypt(dataKey).status()).isEqualTo(403);
  }

  @Test
  void cookieAndTokenOfOneHost_withoutZooKeeper_areNotValidOnAnother() throws Exception {
    String cookie = Credentials.cookie(kms1);
    String token = Credentials.delegationToken(kms1);

    assertThat(Credentials.statusWithCookie(kms1, cookie)).isEqualTo(200);
    assertThat(Credentials.statusWithCookie(kms2, cookie)).isEqualTo(401);
    assertThat(Credentials.statusWithToken(kms1, token)).isEqualTo(200);
    assertThat(Credentials.statusWithToken(kms2, token)).isEqualTo(403);
  }

  private DownReport restartUnderAProber(KmsHost host) {
    try (DownProber prober =
        DownProber.start(KmsHost.addresses(List.of(kms1, kms2, kms3)), Duration.ofMillis(40))) {
      assertThat(Wait.until(TestTimeouts.SOON, () -> prober.report().since() != null)).isTrue();
      assertThat(host.stop()).isTrue();
      host.start(TestTimeouts.START);
      assertThat(
              Wait.until(
                  TestTimeouts.SOON,
                  () -> prober.report().intervals().stream().allMatch(DownInterval::isOver)))
          .isTrue();
      return prober.report();
    }
  }

  static void copyRing(KmsHost from, KmsHost to) throws IOException {
    for (String ring : List.of(GpgRing.PUBLIC_RING, GpgRing.SECRET_RING)) {
      Files.copy(
          from.paths().keyDirectory().resolve(ring),
          to.paths().keyDirectory().resolve(ring),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
