package dev.keyparity.testbed.lab.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // closing a client waits and may be interrupted: then the test may fail
class ZooKeeperProcessIT {
  private static final byte[] VALUE = "value".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private final StartedProcesses started = new StartedProcesses();

  @AfterEach
  void end() {
    started.close();
  }

  @Test
  void server_stoppedOrKilledAndStartedAgain_keepsItsPortItsDataAndItsAcls() throws Exception {
    ZooKeeperProcess server = ZooKeeperProcess.single(directory.resolve("zk"), started);
    server.start(TestTimeouts.START);
    assertThat(server.mode()).isEqualTo("standalone");
    String connect = server.connectString();
    try (ZooKeeper owner = client(connect, "owner:secret")) {
      owner.create("/ours", VALUE, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    }

    assertThat(server.stop(TestTimeouts.SOON)).isTrue();
    assertThat(server.isServing()).isFalse();
    server.start(TestTimeouts.START);
    server.kill();
    assertThat(server.isRunning()).isFalse();
    server.start(TestTimeouts.START);

    assertThat(server.connectString()).isEqualTo(connect);
    try (ZooKeeper owner = client(connect, "owner:secret")) {
      assertThat(owner.getData("/ours", false, null)).isEqualTo(VALUE);
    }
    for (String other : List.of("owner:wrong", "super:super", "super:admin")) {
      try (ZooKeeper stranger = client(connect, other)) {
        assertThatThrownBy(() -> stranger.getData("/ours", false, null))
            .as(other)
            .isInstanceOf(KeeperException.NoAuthException.class);
      }
    }
  }

  @Test
  void ensemble_whoseLeaderIsKilled_electsAnotherAndKeepsItsData() throws Exception {
    List<ZooKeeperProcess> ensemble =
        ZooKeeperProcess.ensemble(directory.resolve("zk"), 3, started);
    ensemble.forEach(ZooKeeperProcess::launch);
    ensemble.forEach(server -> server.awaitServing(TestTimeouts.START));
    String connect = ZooKeeperProcess.connectString(ensemble);
    try (ZooKeeper client = client(connect, "owner:secret")) {
      client.create("/ours", VALUE, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    }
    ZooKeeperProcess leader =
        ensemble.stream().filter(s -> s.mode().equals("leader")).findFirst().orElseThrow();

    leader.kill();

    List<ZooKeeperProcess> others = ensemble.stream().filter(s -> s != leader).toList();
    await()
        .atMost(TestTimeouts.START)
        .untilAsserted(
            () ->
                assertThat(others)
                    .extracting(ZooKeeperProcess::mode)
                    .containsExactlyInAnyOrder("leader", "follower"));
    try (ZooKeeper client = client(ZooKeeperProcess.connectString(others), "owner:secret")) {
      assertThat(client.getData("/ours", false, null)).isEqualTo(VALUE);
    }
  }

  private static ZooKeeper client(String connect, String digest) throws Exception {
    ZooKeeper client =
        new ZooKeeper(connect, Math.toIntExact(TestTimeouts.SOON.toMillis()), event -> {});
    client.addAuthInfo("digest", digest.getBytes(StandardCharsets.UTF_8));
    return client;
  }
}
