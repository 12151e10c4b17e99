package dev.keyparity.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The D-Bus calls to systemd, over a real bus, to an object that answers as systemd does. */
class SystemdControlIT extends KmsControlContract {
  @TempDir Path folder;
  private PrivateBus daemon;
  private FakeSystemd systemd;
  private SystemdBus bus;

  @BeforeEach
  void startBus() throws Exception {
    assumeTrue(PrivateBus.isInstalled(), "needs dbus-daemon (package dbus-daemon)");
    daemon = PrivateBus.start(folder);
    systemd = new FakeSystemd(daemon.address());
    bus = new SystemdBus(daemon.address());
  }

  @AfterEach
  void stopBus() throws Exception {
    if (bus != null) {
      bus.close();
      systemd.close();
      daemon.close();
    }
  }

  @Override
  KmsControl control() {
    return new SystemdControl(
        "kms.service",
        bus,
        ProcessTable.ofHost(Clock.systemUTC()),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Pause.real());
  }

  @Override
  void breakStart() {
    systemd.startFails = true;
  }

  @Override
  void hangStop() {
    systemd.stopHangs = true;
  }

  @Test
  void invocation_isThatOfSystemd() {
    KmsControl control = control();
    control.start();

    assertThat(control.look().living().orElseThrow().invocation()).matches("[0-9a-f]{32}");
  }

  @Test
  void unit_thatIsAboutToRestartByItself_isNotStopped() {
    KmsControl control = control();
    control.start();
    systemd.crashIntoAutoRestart();

    assertThat(control.look()).isInstanceOf(ProcessSighting.CannotTell.class);
    assertThat(control.stop().isDone()).isTrue();
    assertThat(control.look()).isInstanceOf(ProcessSighting.NoProcess.class);
  }

  @Test
  void hungStop_isReportedAsUnderWay() {
    KmsControl control = control();
    control.start();
    hangStop();

    assertThat(control.stop().kind()).isEqualTo(ControlResult.Kind.UNDER_WAY);
    assertThat(control.underWay()).hasValueSatisfying(job -> assertThat(job).contains("job"));
  }

  @Test
  void busThatIsGone_isNotAWordOfBeingStopped() throws Exception {
    KmsControl control = control();
    control.start();
    daemon.close();

    assertThat(control.look()).isInstanceOf(ProcessSighting.CannotTell.class);
    assertThat(control.stop().isDone()).isFalse();
  }

  @Test
  void connectionThatBreaksAtTheCall_isAFailureOfTheBus_andTheNextCallHasANewOne()
      throws Exception {
    SystemdBus.Doing<Void> broken =
        connection -> {
          throw new RejectedExecutionException("sender ended");
        };

    assertThatThrownBy(() -> bus.call("stop kms.service", broken))
        .isInstanceOf(SystemdBus.BusFailure.class)
        .hasMessageContainingAll("stop kms.service", daemon.address(), "connection closed");

    assertThat(bus.unit("kms.service").loadState()).isEqualTo("loaded");
  }
}
