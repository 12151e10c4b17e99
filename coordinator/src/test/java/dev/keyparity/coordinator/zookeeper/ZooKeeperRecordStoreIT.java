package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordStoreContract;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract on a real server; each test has one of its own. */
@Execution(ExecutionMode.CONCURRENT)
class ZooKeeperRecordStoreIT extends RecordStoreContract {
  @TempDir Path directory;
  private ZooKeeperLab lab;
  private ZooKeeperRelay relay;
  private ZooKeeperLab.Coordinator leader;

  @BeforeEach
  void lead() throws Exception {
    lab = new ZooKeeperLab(directory);
    relay = lab.relay();
    leader = lab.coordinator("coord1", relay.connect());
    leader.leads();
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
    assertThat(lab.escaped).isEmpty();
  }

  @Override
  protected RecordStore store() {
    return leader.store;
  }

  @Override
  protected FencingToken token() {
    return leader.leadership.token().orElseThrow();
  }

  @Override
  protected FencingToken staleToken() {
    return new FencingToken("prod", token().epoch(), "coord1-of-another-start");
  }

  @Test
  void everyZnode_aclIsOursAlone() throws Exception {
    for (RecordKey.Kind kind : RecordKey.Kind.values()) {
      RecordKey key =
          kind.hasItems() ? RecordKey.of(kind, "kms-prod", "item") : RecordKey.of(kind, "kms-prod");
      leader.store.write(token(), new RecordWrite.Create(key, new byte[0]));
    }

    List<String> all = everyPath(leader.plain());
    assertThat(all)
        .contains(
            "/keyparity",
            "/keyparity/prod/epoch",
            "/keyparity/prod/services/kms-prod/spec",
            "/keyparity/prod/services/kms-prod/runs/item")
        .anyMatch(path -> path.startsWith("/keyparity/prod/leader-latch/"));
    for (String path : all) {
      List<ACL> acls = leader.plain().getACL(path, null);
      assertThat(acls).as(path).hasSize(1);
      assertThat(acls.get(0).getId().getScheme()).as(path).isEqualTo("digest");
      assertThat(acls.get(0).getId().getId()).as(path).startsWith("keyparity:");
      assertThat(acls.get(0).getPerms()).as(path).isEqualTo(ZooDefs.Perms.ALL);
    }
  }

  @Test
  void values_everyZnodeOfOurOwn_carriesAFormat() throws Exception {
    ZooKeeper zookeeper = leader.plain();
    assertThat(new String(zookeeper.getData("/keyparity/prod/epoch", false, null), UTF_8))
        .contains("\"format\":\"keyparity.epoch/1\"");
    String latch = "/keyparity/prod/leader-latch";
    String node = latch + "/" + zookeeper.getChildren(latch, false).get(0);
    assertThat(new String(zookeeper.getData(node, false, null), UTF_8))
        .contains("\"format\":\"keyparity.participant/1\"");
  }

  @Test
  void create_replyLost_settledByReading() {
    relay.loseNextReply();

    assertThat(leader.store.write(token(), create("one"))).isZero();
    assertThat(relay.lost()).isEqualTo(1);
    assertThat(text()).isEqualTo("one");
  }

  @Test
  void replace_replyLost_settledByReadingAndWrittenOnce() {
    FencingToken token = token();
    leader.store.write(token, create("one"));
    relay.loseNextReply();

    assertThat(leader.store.write(token, replace(0, "two"))).isEqualTo(1);
    assertThat(relay.lost()).isEqualTo(1);
    assertThat(leader.store.read(SPEC).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void replace_sameBytesReplyLost_settledByVersion() {
    FencingToken token = token();
    leader.store.write(token, create("same"));
    relay.loseNextRequest();

    assertThat(leader.store.write(token, replace(0, "same"))).isEqualTo(1);
    assertThat(leader.store.read(SPEC).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void replace_requestLost_sentAgain() {
    FencingToken token = token();
    leader.store.write(token, create("one"));
    relay.loseNextRequest();

    assertThat(leader.store.write(token, replace(0, "two"))).isEqualTo(1);
    assertThat(relay.lost()).isEqualTo(1);
    assertThat(text()).isEqualTo("two");
  }

  @Test
  void remove_replyLost_settledByReading() {
    FencingToken token = token();
    leader.store.write(token, create("one"));
    relay.loseNextReply();

    assertThat(leader.store.write(token, new RecordWrite.Remove(SPEC, 0))).isEqualTo(-1);
    assertThat(leader.store.read(SPEC)).isEmpty();
  }

  @Test
  void several_replyLost_allSettled() {
    FencingToken token = token();
    leader.store.write(token, create("one"));
    RecordKey run = RecordKey.of(RecordKey.Kind.RUN, "kms-prod", "run-1");
    leader.store.write(token, new RecordWrite.Create(run, new byte[0]));
    relay.loseNextReply();

    assertThat(
            leader.store.write(
                token,
                List.of(
                    replace(0, "two"),
                    new RecordWrite.Create(
                        RecordKey.of(RecordKey.Kind.RUN, "kms-prod", "run-2"), new byte[0]),
                    new RecordWrite.Remove(run, 0))))
        .containsExactly(1, 0, -1);
    assertThat(relay.lost()).isEqualTo(1);
  }

  @Test
  void anyCall_serverGone_unavailableNamesItAndWhy() throws Exception {
    FencingToken token = token();
    lab.server.stop();
    ZooKeeperLab.Coordinator other = lab.coordinator("coord2");

    assertThatThrownBy(() -> other.store.read(SPEC))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ZOOKEEPER_UNAVAILABLE);
              assertThat(e.operatorMessage())
                  .contains(lab.server.getConnectString())
                  .contains("read kms-prod/spec")
                  .contains("connection refused");
            });
    assertThat(leader.leadership.holds(token)).isFalse();
  }

  private static final RecordKey SPEC = RecordKey.of(RecordKey.Kind.SPEC, "kms-prod");

  private static RecordWrite create(String value) {
    return new RecordWrite.Create(SPEC, value.getBytes(UTF_8));
  }

  private static RecordWrite replace(int version, String value) {
    return new RecordWrite.Replace(SPEC, version, value.getBytes(UTF_8));
  }

  private String text() {
    return new String(leader.store.read(SPEC).orElseThrow().value(), UTF_8);
  }

  private static List<String> everyPath(ZooKeeper zookeeper) throws Exception {
    List<String> paths = new ArrayList<>();
    ArrayDeque<String> todo = new ArrayDeque<>(List.of("/keyparity"));
    while (!todo.isEmpty()) {
      String path = todo.remove();
      paths.add(path);
      zookeeper.getChildren(path, false).forEach(child -> todo.add(path + "/" + child));
    }
    return paths;
  }
}
