package dev.keyparity.testbed.lab.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.kms.DecryptMatrix;
import dev.keyparity.coordinator.kms.HadoopKmsClients;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.KmsAnswer;
import dev.keyparity.coordinator.kms.KmsAuthentication;
import dev.keyparity.coordinator.kms.KmsClient;
import dev.keyparity.coordinator.kms.KmsSurvey;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.Opens.Result;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The coordinator's client against genuine Hadoop KMS processes: kms1 sealed everything with a ring
 * that gpg made, kms2 made a ring of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HadoopKmsClientIT {
  private final StartedProcesses started = new StartedProcesses();
  private KmsHost kms1;
  private KmsHost kms2;

  @BeforeAll
  void startTwoHosts(@TempDir Path directory) {
    KmsService service = KmsService.ofHosts(directory, 2);
    List<KmsHost> hosts = KmsHost.createAll(service, started);
    kms1 = hosts.get(0);
    kms2 = hosts.get(1);
    GpgRing.make(kms1.paths().keyDirectory(), "KMS one", 2048);
    hosts.forEach(KmsHost::launch);
    hosts.forEach(host -> host.awaitServing(TestTimeouts.START));
    kms1.as(KmsConfiguration.KEY_ADMIN).create("payroll");
    kms1.as(KmsConfiguration.KEY_ADMIN).roll("payroll");
  }

  @AfterAll
  void end() {
    started.close();
  }

  private static KmsClient client(KmsHost host, String user) {
    return new HadoopKmsClients(
            KmsAuthentication.simple(user), Duration.ofSeconds(30), Optional.empty(), new Random(3))
        .of(host.name(), host.uri());
  }

  private static KmsClient client(KmsHost host) {
    return client(host, KmsConfiguration.KEYPARITY);
  }

  @Test
  void reads_asTheProductsOwnUser_allPermitted() {
    assertThat(client(kms1).health().isAnswered()).isTrue();
    assertThat(client(kms2).keyNames().orThrow("names")).contains("payroll");
    assertThat(client(kms2).metadata("payroll").orThrow("metadata").versions()).isEqualTo(2);
    assertThat(client(kms2).metadata("no-such-key").kind()).isEqualTo(KmsAnswer.Kind.NO_SUCH_KEY);
  }

  @Test
  void opens_eachVersionOnEachHost_asTheRingsHaveIt() {
    KeyVersion version = new KeyVersion("payroll", 1);
    assertThat(client(kms1).opens(version).isOpen()).isTrue();
    assertThat(client(kms2).opens(version).result()).isEqualTo(Result.CANNOT_OPEN);
    assertThat(client(kms2).opens(version).detail()).contains("cannot unseal key version");
    assertThat(client(kms1).opens(new KeyVersion("payroll", 2)).result())
        .isEqualTo(Result.NO_SUCH_VERSION);
    assertThat(client(kms1, KmsConfiguration.HDFS).opens(version).result())
        .isEqualTo(Result.NOT_PERMITTED);
  }

  @Test
  void survey_splitService_namesWhatOnlyOneHostOpens() {
    SurveyResult result =
        new KmsSurvey(Clock.systemUTC(), Duration.ofMinutes(2), 2)
            .take(List.of(client(kms1), client(kms2)));

    assertThat(result.isComplete()).isTrue();
    assertThat(result.onlyOn("kms1"))
        .contains(new KeyVersion("payroll", 0), new KeyVersion("payroll", 1));
    assertThat(result.lostWithout(Set.of("kms1"), Set.of())).contains(new KeyVersion("payroll", 0));
  }

  @Test
  void probeKey_madeRolledAndMeasured_noPairWorksBetweenTwoRings() {
    KmsClient first = client(kms1);
    assertThat(first.create(KmsConfiguration.PROBE_KEY).orThrow("create").versions()).isEqualTo(1);
    KeyVersion fresh = first.roll(KmsConfiguration.PROBE_KEY).orThrow("roll");
    assertThat(fresh).isEqualTo(new KeyVersion(KmsConfiguration.PROBE_KEY, 1));
    assertThat(first.invalidateCache(KmsConfiguration.PROBE_KEY).detail()).isEmpty();

    MatrixResult matrix =
        new DecryptMatrix(Clock.systemUTC(), Duration.ofMinutes(2))
            .measure(List.of(first, client(kms2)), KmsConfiguration.PROBE_KEY, Optional.of(fresh));

    assertThat(matrix.pairs()).hasSize(2);
    assertThat(matrix.ok()).isZero();
    assertThat(first.decrypts(first.generate(KmsConfiguration.PROBE_KEY).orThrow("eek")).isOpen())
        .isTrue();
  }
}
