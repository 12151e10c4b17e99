package dev.keyparity.coordinator.telemetry;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.NOON;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.fleet.AgentHeader;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeadersSeenTest {
  private static final String US = "coord1-a";
  private static final String OTHER = "coord2-b";

  private final MutableClock clock = new MutableClock(NOON);
  private final LeadersSeen leaders = new LeadersSeen(clock);
  private final TreeMap<String, HostView> hosts = new TreeMap<>();

  /** An agent as it was last heard, and the leadership that it says it obeys. */
  private LeadersSeenTest says(String host, Freshness freshness, long epoch, String holder) {
    hosts.put(
        host,
        new HostView(
            host,
            freshness,
            "",
            Duration.ZERO,
            report(host, KEY).build(),
            new AgentHeader("boot", 1, 1, "", epoch, holder, 1)));
    return this;
  }

  private int seenByEpoch(long epoch) {
    leaders.look(
        new FleetSnapshot(clock.instant(), Map.of(SERVICE, new ServiceView(SERVICE, hosts))),
        new FencingToken("prod", epoch, US));
    return leaders.count();
  }

  @Test
  void agentsThatObeyUs_areOneLeader() {
    says("kms1", Freshness.FRESH, 7, US).says("kms2", Freshness.FRESH, 6, US);

    assertThat(seenByEpoch(7)).isOne();
  }

  @Test
  void agentTakenFromUs_isAnother_evenThoughWeTookItBack() {
    says("kms1", Freshness.FRESH, 7, US).says("kms2", Freshness.FRESH, 7, US);
    seenByEpoch(7);

    says("kms1", Freshness.FRESH, 8, OTHER).says("kms2", Freshness.FRESH, 8, OTHER);
    assertThat(seenByEpoch(7)).isEqualTo(2);

    says("kms1", Freshness.FRESH, 9, US).says("kms2", Freshness.FRESH, 9, US);
    clock.advance(Duration.ofSeconds(60));
    assertThat(seenByEpoch(9)).isEqualTo(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(seenByEpoch(9)).isOne();
  }

  @Test
  void twoOthers_areThreeLeaders() {
    says("kms1", Freshness.FRESH, 7, US).says("kms2", Freshness.FRESH, 7, US);
    seenByEpoch(7);

    says("kms1", Freshness.FRESH, 8, OTHER).says("kms2", Freshness.FRESH, 9, "coord3-c");

    assertThat(seenByEpoch(7)).isEqualTo(3);
  }

  /** Our predecessor's agents before they were fenced; records that were put back since. */
  @Test
  void agentThatNeverWasOurs_showsNobody() {
    says("kms1", Freshness.FRESH, 6, OTHER).says("kms2", Freshness.FRESH, 90, OTHER);

    assertThat(seenByEpoch(7)).isOne();
  }

  /** What it says is older than our own fence, or nobody knows how old. */
  @Test
  void lowerEpochOrSilentAgent_showsNobody() {
    says("kms1", Freshness.FRESH, 7, US).says("kms2", Freshness.FRESH, 7, US);
    seenByEpoch(7);

    says("kms1", Freshness.FRESH, 6, OTHER).says("kms2", Freshness.STALE, 9, OTHER);

    assertThat(seenByEpoch(7)).isOne();
  }

  @Test
  void sameEpochUnderAnotherHolder_isAnother() {
    says("kms1", Freshness.FRESH, 7, US);
    seenByEpoch(7);

    says("kms1", Freshness.FRESH, 7, OTHER);

    assertThat(seenByEpoch(7)).isEqualTo(2);
  }

  @Test
  void newLeadership_beginsAnew() {
    says("kms1", Freshness.FRESH, 7, US);
    seenByEpoch(7);
    says("kms1", Freshness.FRESH, 8, OTHER);
    assertThat(seenByEpoch(7)).isEqualTo(2);

    leaders.forget();

    assertThat(seenByEpoch(7)).isOne();
  }

  @Test
  void clockSetBack_isNotRememberedForever() {
    says("kms1", Freshness.FRESH, 7, US);
    seenByEpoch(7);
    says("kms1", Freshness.FRESH, 8, OTHER);
    seenByEpoch(7);
    says("kms1", Freshness.FRESH, 9, US);

    clock.setBack(Duration.ofHours(1));

    assertThat(seenByEpoch(9)).isOne();
  }
}
