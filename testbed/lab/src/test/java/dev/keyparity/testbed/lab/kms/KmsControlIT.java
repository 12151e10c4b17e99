package dev.keyparity.testbed.lab.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control script that an agent is given, and the switches, on real processes. */
class KmsControlIT {
  private static final String VENDORS_SENTENCE =
      "Unable to verify private key match between KMS hosts. Verify private key files have been"
          + " synced between all KMS hosts. Aborting to prevent data inconsistency.";

  @TempDir Path directory;
  private final StartedProcesses started = new StartedProcesses();
  private KmsHost kms1;
  private KmsHost kms2;

  @BeforeEach
  void layOut() {
    List<KmsHost> hosts = KmsHost.createAll(KmsService.ofHosts(directory, 2), started);
    kms1 = hosts.get(0);
    kms2 = hosts.get(1);
  }

  @AfterEach
  void end() {
    started.close();
  }

  @Test
  void kmsctl_startStatusStop_tellAndDoWhatTheySay() throws Exception {
    GpgRing.make(kms1.paths().keyDirectory(), "KMS one", 2048);
    kms1.imitate(StandInSwitches.slowStart(Duration.ofSeconds(4)));
    assertThat(kms1.control("status").exit()).isEqualTo(3);
    assertThat(kms1.control("stop").exit()).isZero();

    Command.Result launched = kms1.control("start").orThrow();
    long pid = Long.parseLong(launched.out().strip());
    assertThat(kms1.as(KmsConfiguration.KEYPARITY).isServing()).as("slow start").isFalse();
    assertThat(kms1.control("status").orThrow().out().strip()).isEqualTo(Long.toString(pid));
    assertThat(kms1.control("start").orThrow().out()).contains("already running: " + pid);
    assertThat(kms1.pid().map(ProcessHandle::pid)).hasValue(pid);
    kms1.awaitServing(TestTimeouts.START);

    assertThat(kms1.control("stop").exit()).isZero();
    assertThat(kms1.isRunning()).isFalse();
    assertThat(kms1.as(KmsConfiguration.KEYPARITY).isServing()).isFalse();
    assertThat(kms1.control("status").exit()).isEqualTo(3);
    assertThat(kms1.control("nonsense").exit()).isEqualTo(2);
  }

  @Test
  void kmsctl_withThePidOfSomebodyElse_touchesNobody() throws Exception {
    long own = ProcessHandle.current().pid();
    Files.writeString(kms1.paths().root().resolve("run/kms.pid"), own + "\n");

    assertThat(kms1.control("status").exit()).isEqualTo(3);
    assertThat(kms1.control("stop").exit()).isZero();
    assertThat(kms1.isRunning()).isFalse();
  }

  @Test
  void hostThatWasEnded_isNotStartedAgainByAnybody() {
    kms1.end();

    Command.Result start = kms1.control("start");

    assertThat(start.exit()).isEqualTo(4);
    assertThat(start.err()).contains("its lab has ended");
    assertThat(kms1.isRunning()).isFalse();
  }

  @Test
  void failingStart_endsItsProcessAndSaysWhy() {
    kms1.imitate(StandInSwitches.FAIL_START);

    assertThatThrownBy(() -> kms1.start(TestTimeouts.START))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("ended during its start")
        .hasMessageContaining("fail-start");
    assertThat(kms1.isRunning()).isFalse();
    assertThat(kms1.paths().keyDirectory().resolve(GpgRing.SECRET_RING)).doesNotExist();
  }

  @Test
  void hungStop_survivesSigtermAndEndsOnlyByForce() {
    kms1.imitate(StandInSwitches.HANG_STOP);
    kms1.start(TestTimeouts.START);

    Command.Result stop =
        Command.run(
            List.of(kms1.paths().control().toString(), "stop"),
            Map.of("KMSCTL_STOP_SECONDS", "2"),
            TestTimeouts.SOON);

    assertThat(stop.exit()).isOne();
    assertThat(stop.err()).contains("lives on after SIGTERM");
    assertThat(kms1.control("status").exit()).isZero();
    assertThat(kms1.as(KmsConfiguration.KEYPARITY).isServing()).as("hung in its stop").isTrue();
    kms1.kill();
    assertThat(kms1.control("status").exit()).isEqualTo(3);
  }

  @Test
  void vendorsCheck_refusesWhileAnotherHostsKeyDiffers_andStartsOnceItIsTheSame() throws Exception {
    GpgRing.make(kms1.paths().keyDirectory(), "KMS one", 2048);
    kms1.start(TestTimeouts.START);
    kms2.imitate(StandInSwitches.CHECK_HOSTS);

    assertThatThrownBy(() -> kms2.start(TestTimeouts.START))
        .isInstanceOf(LabException.class)
        .hasMessageContaining(VENDORS_SENTENCE);
    assertThat(kms2.control("status").exit()).isEqualTo(3);

    KmsIncidentIT.copyRing(kms1, kms2);
    kms2.start(TestTimeouts.START);
    assertThat(Matrix.measure(List.of(kms1, kms2)).ok()).isEqualTo(2);
  }
}
