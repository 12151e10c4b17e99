package dev.keyparity.testbed.lab.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // closing a client waits and may be interrupted: then the test may fail
class ZooKeeperEnsembleIT {
  private static final int SESSION = 20_000;

  /** For a client that is to give up soon. */
  private static final int IMPATIENT = 2_000;

  @TempDir Path directory;
  private final StartedProcesses started = new StartedProcesses();
  private ZooKeeperEnsemble ensemble;

  @BeforeEach
  void start() {
    ensemble = ZooKeeperEnsemble.of(directory.resolve("zk"), 3, started);
    ensemble.start(TestTimeouts.START);
  }

  @AfterEach
  void end() {
    started.close();
  }

  @Test
  void ensemble_restoredFromACopy_isAsItWasThen() throws Exception {
    assertThat(ensemble.leader()).isPresent();
    assertThat(ensemble.followers()).hasSize(2);
    create("/before");
    ensemble.copyTo(directory.resolve("copy"));
    create("/after");
    ensemble.restartOneByOne(TestTimeouts.START);
    assertThat(exists("/after")).isTrue();

    ensemble.restore(directory.resolve("copy"), TestTimeouts.START);

    assertThat(exists("/before")).isTrue();
    assertThat(exists("/after")).isFalse();
  }

  @Test
  void ensemble_whoseMajorityIsStopped_servesNobodyUntilItGoesOn() throws Exception {
    ensemble.signalMajority("STOP");
    try (ZooKeeper client = impatient()) {
      assertThatThrownBy(() -> client.exists("/", false))
          .isInstanceOf(KeeperException.ConnectionLossException.class);
    } finally {
      ensemble.signalMajority("CONT");
    }

    ensemble.start(TestTimeouts.START);
    create("/again");
    assertThat(exists("/again")).isTrue();
  }

  private void create(String path) throws Exception {
    try (ZooKeeper client = connected()) {
      client.create(
          path,
          path.getBytes(StandardCharsets.US_ASCII),
          ZooDefs.Ids.OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT);
    }
  }

  private boolean exists(String path) throws Exception {
    try (ZooKeeper client = connected()) {
      return client.exists(path, false) != null;
    }
  }

  private ZooKeeper impatient() throws Exception {
    return new ZooKeeper(ensemble.connectString(), IMPATIENT, event -> {});
  }

  private ZooKeeper connected() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(
            ensemble.connectString(),
            SESSION,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    assertThat(connected.await(TestTimeouts.START.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return client;
  }
}
