package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.FenceRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FenceBarrierTest {
  private AgentLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = new AgentLab();
    lab.network.fleet().follow(List.of(AgentLab.spec()));
    lab.agents.values().forEach(agent -> agent.on("Fence", agent.fencing(List.of())));
  }

  @AfterEach
  void close() {
    lab.close();
    assertThat(lab.escaped).isEmpty();
  }

  @Test
  void raise_agentsSawNothing_everyHostFencedUnderOurOwnToken() throws Exception {
    Fenced fenced = raise();

    assertThat(fenced.token()).isEqualTo(lab.token);
    assertThat(fenced.underWay()).containsOnlyKeys("kms1", "kms2", "kms3");
    assertThat(fenced.silent()).isEmpty();
    assertThat(fencedEpoch("kms3")).isEqualTo(1);
  }

  @Test
  void raise_anAgentSawAHigherEpoch_ownEpochRaisedBeforeAnyFence() throws Exception {
    lab.agent("kms2").header(h -> h.setHighestEpoch(41).setHighestHolder("coord9-x"));

    Fenced fenced = raise();

    assertThat(fenced.token().epoch()).isEqualTo(42);
    assertThat(lab.leadership.token()).contains(fenced.token());
    for (String host : List.of("kms1", "kms2", "kms3")) {
      assertThat(fencedEpoch(host)).as(host).isEqualTo(42);
    }
  }

  /** A ZooKeeper restored from an old snapshot hands out the same number again. */
  @Test
  void raise_sameEpochOfAnotherHolder_raised() throws Exception {
    lab.agent("kms2").header(h -> h.setHighestEpoch(1).setHighestHolder("coord9-x"));
    assertThat(raise().token().epoch()).isEqualTo(2);
  }

  @Test
  void raise_fencedByUsBefore_notRaisedAgain() throws Exception {
    raise();
    assertThat(raise().token().epoch()).isEqualTo(1);
  }

  @Test
  void raise_silentHost_namedAndTheOthersFenced() throws Exception {
    for (String rpc : List.of("Report", "Fence")) {
      lab.agent("kms3")
          .on(
              rpc,
              (request, reply) -> {
                throw new KeyparityException(ErrorCode.PEER_UNREACHABLE, "kms3: gone");
              });
    }
    Fenced fenced = raise();

    assertThat(fenced.silent()).containsEntry("kms3", "kms3: gone").hasSize(1);
    assertThat(fenced.isFenced("kms3")).isFalse();
    assertThat(fenced.isFenced("kms1")).isTrue();
  }

  @Test
  void raise_effectsUnderWay_reported() throws Exception {
    FakeAgent agent = lab.agent("kms2");
    agent.on("Fence", agent.fencing(List.of("install of run r, begun 3 s ago")));
    assertThat(raise().underWay().get("kms2")).containsExactly("install of run r, begun 3 s ago");
  }

  @Test
  void raise_agentBoundToALaterLeaderMeanwhile_stale() {
    lab.agent("kms2")
        .on(
            "Fence",
            (request, reply) -> {
              throw new KeyparityException(ErrorCode.STALE_LEADER, "leadership: older");
            });
    assertStale();
  }

  @Test
  void raise_leadershipLostMeanwhile_staleAndNobodyFenced() {
    lab.agent("kms1")
        .on(
            "Report",
            (request, reply) -> {
              lab.leadership.lose();
              return reply.build();
            });
    assertStale();
    assertThat(lab.agent("kms1").requests()).noneMatch(FenceRequest.class::isInstance);
  }

  private void assertStale() {
    assertThatThrownBy(this::raise)
        .cause()
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_LEADER));
  }

  private Fenced raise() throws Exception {
    FencingToken token = lab.leadership.token().orElse(lab.token);
    return lab.network
        .barrier()
        .raise(AgentLab.spec(), token)
        .get(TestTimeouts.SOON.toMillis(), TimeUnit.MILLISECONDS);
  }

  private long fencedEpoch(String host) {
    return lab.agent(host).requests().stream()
        .filter(FenceRequest.class::isInstance)
        .map(request -> ((FenceRequest) request).getEnvelope().getEpoch())
        .reduce((first, last) -> last)
        .orElse(0L);
  }
}
