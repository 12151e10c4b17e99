package dev.keyparity.coordinator.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Testable;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ZooKeeperLeadershipIT {
  private static final RecordKey SPEC = RecordKey.of(RecordKey.Kind.SPEC, "kms-prod");
  private static final RecordKey MATRIX = RecordKey.of(RecordKey.Kind.MATRIX, "kms-prod");
  private static final RecordWrite CREATE = new RecordWrite.Create(SPEC, new byte[0]);

  @TempDir Path directory;
  private ZooKeeperLab lab;

  @BeforeEach
  void openLab() throws Exception {
    lab = new ZooKeeperLab(directory);
  }

  @AfterEach
  void closeLab() throws Exception {
    lab.close();
    assertThat(lab.escaped).isEmpty();
  }

  @Test
  void start_alone_gainsEpochOne() {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");

    FencingToken token = first.leads();

    assertThat(token).isEqualTo(new FencingToken("prod", 1, first.self.holder()));
    assertThat(first.seen.events()).containsExactly("gained 1");
    assertThat(first.leadership.group())
        .isEqualTo(new Leadership.Group(Optional.of(first.self), 1, List.of()));
  }

  @Test
  void close_ofLeader_standbyGainsHigherEpoch() {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken old = first.leads();
    ZooKeeperLab.Coordinator second = lab.coordinator("coord2");
    await().atMost(TestTimeouts.SOON).until(() -> second.leadership.group().standbys().size() == 1);
    assertThat(second.leadership.token()).isEmpty();

    first.leadership.close();

    assertThat(second.leads().epoch()).isGreaterThan(old.epoch());
    assertThat(first.seen.events()).containsExactly("gained 1", "lost");
    assertThat(first.leadership.holds(old)).isFalse();
    assertStale(() -> first.store.write(old, CREATE));
  }

  @Test
  void session_expired_lostThenGainedHigherNeverTheOldAgain() throws Exception {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken old = first.leads();

    Testable session = first.plain().getTestable();
    session.injectSessionExpiration();

    await()
        .atMost(TestTimeouts.SOON)
        .untilAsserted(() -> assertThat(first.seen.events()).endsWith("lost", "gained 2"));
    assertThat(first.seen.events()).startsWith("gained 1").doesNotContain("resumed 1");
    assertThat(first.leadership.holds(old)).isFalse();
    assertStale(() -> first.store.write(old, CREATE));
    first.store.write(first.leads(), CREATE);
  }

  @Test
  void connection_goneWithinSession_suspendedThenResumedWithSameToken() throws Exception {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken token = first.leads();

    lab.server.stop();
    await().atMost(TestTimeouts.SOON).until(() -> first.seen.events().contains("suspended"));
    assertThat(first.leadership.token()).isEmpty();
    assertThat(first.leadership.holds(token)).isFalse();
    lab.server.restart();

    await()
        .atMost(TestTimeouts.SOON)
        .untilAsserted(
            () ->
                assertThat(first.seen.events())
                    .containsExactly("gained 1", "suspended", "resumed 1"));
    assertThat(first.leads()).isEqualTo(token);
  }

  @Test
  void token_nothingProvenForASession_emptyThoughStillConnected() throws Exception {
    ZooKeeperRelay relay = lab.relay();
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1", relay.connect());
    FencingToken token = first.leads();
    relay.freeze();

    first.clockPushed.addAndGet(ZooKeeperLab.SESSION.toNanos());

    assertThat(first.session.isConnected()).isTrue();
    assertThat(first.leadership.token()).isEmpty();
    assertThat(first.leadership.holds(token)).isFalse();
    relay.thaw();
  }

  /** The write of a leader that was paused after its own check: only ZooKeeper can refuse it. */
  @Test
  void write_ofOutlivedLeaderThatStillBelieves_refusedByTheEpochCheck() throws Exception {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken old = first.leads();
    OptionalInt versionAsBelieved = first.leadership.guard().versionFor(old);
    first.store.write(old, CREATE);
    first.leadership.close();
    ZooKeeperLab.Coordinator second = lab.coordinator("coord2");
    second.leads();

    ZooKeeperRecordStore believing =
        new ZooKeeperRecordStore(first.session, token -> versionAsBelieved);

    assertStale(() -> believing.write(old, new RecordWrite.Replace(SPEC, 0, new byte[] {1})));
    assertStale(() -> believing.write(old, new RecordWrite.Remove(SPEC, 0)));
    assertStale(() -> believing.write(old, new RecordWrite.Create(MATRIX, new byte[] {1})));
    assertThat(second.store.read(SPEC).orElseThrow().version()).isZero();
    assertThat(second.store.read(MATRIX)).isEmpty();
  }

  @Test
  void raise_replyLost_epochRaisedOnce() throws Exception {
    ZooKeeperRelay relay = lab.relay();
    relay.loseNextReply();

    ZooKeeperLab.Coordinator first = lab.coordinator("coord1", relay.connect());

    assertThat(first.leads().epoch()).isEqualTo(1);
    assertThat(relay.lost()).isEqualTo(1);
    first.store.write(first.leads(), CREATE);
  }

  @Test
  void raiseAbove_agentSawMore_tokenAboveAndOldOneOfSameReignStillGood() {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken before = first.leads();

    FencingToken after = first.leadership.raiseAbove(before, 41);

    assertThat(after.epoch()).isEqualTo(42);
    assertThat(first.leadership.token()).contains(after);
    assertThat(first.leadership.holds(before)).isTrue();
    first.store.write(before, CREATE);
    assertThat(first.leadership.raiseAbove(before, 17)).isEqualTo(after);
    assertThat(first.leadership.group().epoch()).isEqualTo(42);
  }

  @Test
  void raiseAbove_absurdJump_blockedAndNothingRaised() {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken token = first.leads();

    assertThatThrownBy(() -> first.leadership.raiseAbove(token, EpochZnode.MAX_JUMP + 2))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BLOCKED));
    assertThat(first.leads()).isEqualTo(token);
  }

  @Test
  void raiseAbove_staleToken_refused() {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    first.leads();
    FencingToken other = new FencingToken("prod", 1, "coord9-0");
    assertStale(() -> first.leadership.raiseAbove(other, 5));
  }

  @Test
  void resign_withStandby_standbyLeads() {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    first.leads();
    ZooKeeperLab.Coordinator second = lab.coordinator("coord2");
    await().atMost(TestTimeouts.SOON).until(() -> first.leadership.group().standbys().size() == 1);

    first.leadership.resign("maintenance");

    assertThat(second.leads().epoch()).isEqualTo(2);
    await()
        .atMost(TestTimeouts.SOON)
        .untilAsserted(
            () -> assertThat(first.leadership.group().standbys()).containsExactly(first.self));
    assertThat(first.leadership.group().leader()).contains(second.self);
  }

  @Test
  void epochZnode_gone_leadershipLostAndWonAnew() throws Exception {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    FencingToken old = first.leads();

    first.plain().delete("/keyparity/prod/epoch", -1);

    await()
        .atMost(TestTimeouts.SOON)
        .untilAsserted(
            () -> assertThat(first.seen.events()).containsExactly("gained 1", "lost", "gained 2"));
    assertThat(first.leadership.holds(old)).isFalse();
  }

  @Test
  void epochZnode_rubbish_doesNotLeadAndSaysWhy() throws Exception {
    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");
    first.leads();
    first.plain().setData("/keyparity/prod/epoch", "{}".getBytes(StandardCharsets.UTF_8), -1);
    first.leadership.close();

    ZooKeeperLab.Coordinator second = lab.coordinator("coord2");

    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> second.leadership.problem().contains("/keyparity/prod/epoch"));
    assertThat(second.leadership.token()).isEmpty();
  }

  @Test
  void start_rootOpenToTheWorld_refusedAndSaysWhy() throws Exception {
    ZooKeeper anyone = new ZooKeeper(lab.server.getConnectString(), 10_000, event -> {});
    for (String path : new String[] {"/keyparity", "/keyparity/prod"}) {
      anyone.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    anyone.close();

    ZooKeeperLab.Coordinator first = lab.coordinator("coord1");

    await()
        .atMost(TestTimeouts.SOON)
        .until(() -> first.leadership.problem().contains("can be changed by anyone"));
    assertThat(first.leadership.token()).isEmpty();
  }

  @Test
  void start_otherPassword_refusedAndSaysWhy() throws Exception {
    lab.coordinator("coord1").leads();
    Path wrong = ZooKeeperLab.secretFile(directory, "other.secret", "keyparity:wrong");
    ZooKeeperSettings settings =
        new ZooKeeperSettings(
            lab.server.getConnectString(), ZooKeeperLab.SESSION, wrong, "/keyparity", "prod");

    ZooKeeperLab.Coordinator second = lab.new Coordinator("coord2", settings).start();

    await().atMost(TestTimeouts.SOON).until(() -> second.leadership.problem().contains("refused"));
    assertThat(second.leadership.problem()).doesNotContain("wrong");
    assertThat(second.leadership.token()).isEmpty();
  }

  private static void assertStale(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_LEADER));
  }
}
