package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.fleet.AgentHeader;
import dev.keyparity.coordinator.fleet.FakeFleet;
import dev.keyparity.coordinator.fleet.FenceBarrier;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What begins and ends with leadership, on fakes. */
class LeaderDeskTest {
  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final InMemoryRecordStore records =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final FakeFleet fleet = new FakeFleet();
  private final RecordedBarrier barrier = new RecordedBarrier();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private volatile ServiceDuty work = fenced -> Duration.ofMinutes(1);
  private LeaderDesk desk;

  /** Fences at once, but for hosts that are silent. */
  private final class RecordedBarrier implements FenceBarrier {
    final Set<String> silent = ConcurrentHashMap.newKeySet();
    volatile boolean refuses;

    @Override
    public CompletableFuture<Fenced> raise(ServiceSpec service, FencingToken token) {
      events.add("fence " + service.service() + " " + token.epoch());
      if (refuses) {
        return CompletableFuture.failedFuture(
            new KeyparityException(ErrorCode.STALE_LEADER, "leadership: older"));
      }
      Map<String, List<String>> fenced = new TreeMap<>();
      Map<String, String> quiet = new TreeMap<>();
      for (String host : service.hostNames()) {
        if (silent.contains(host)) {
          quiet.put(host, "connection refused");
        } else {
          fenced.put(host, List.of());
        }
      }
      return CompletableFuture.completedFuture(new Fenced(token, fenced, quiet));
    }
  }

  @BeforeEach
  void open() {
    desk =
        new LeaderDesk(
            records,
            new ServiceLoop.Parts(leadership, fleet, barrier, (doing, fault) -> escaped.add(fault)),
            (spec, token) ->
                fenced -> {
                  events.add(
                      "turn %s %d silent %s"
                          .formatted(spec.service(), token.epoch(), fenced.silent().keySet()));
                  return work.turn(fenced);
                });
    desk.start();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void gained_servicesRecorded_followedFencedAndOnlyThenWorkedOn() {
    declareUnder(leadership.gain(), "kms-a", "kms-b");
    changed();

    eventually(
        () -> assertThat(events).contains("turn kms-a 1 silent []", "turn kms-b 1 silent []"));
    assertThat(fleet.followed()).extracting(ServiceSpec::service).containsExactly("kms-a", "kms-b");
    assertThat(events.indexOf("fence kms-a 1"))
        .isLessThan(events.indexOf("turn kms-a 1 silent []"));
    assertThat(escaped).isEmpty();
  }

  @Test
  void lost_everythingIsLetGoAndATurnUnderWayIsInterrupted() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    work =
        fenced -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return Duration.ZERO;
        };
    declareUnder(leadership.gain(), "kms-a");
    changed();
    eventually(() -> assertThat(inside.getCount()).isZero());

    leadership.lose();

    eventually(() -> assertThat(interrupted.getCount()).isZero());
    eventually(() -> assertThat(fleet.followed()).isEmpty());
    assertThat(desk.services()).isEmpty();
  }

  @Test
  void gainedAgain_everythingIsReadAndFencedAnew() {
    declareUnder(leadership.gain(), "kms-a");
    changed();
    eventually(() -> assertThat(events).contains("turn kms-a 1 silent []"));
    leadership.lose();
    eventually(() -> assertThat(fleet.followed()).isEmpty());

    leadership.gain();

    eventually(() -> assertThat(events).contains("fence kms-a 2", "turn kms-a 2 silent []"));
  }

  @Test
  void barrierRefuses_noTurnIsTaken() {
    barrier.refuses = true;
    declareUnder(leadership.gain(), "kms-a");
    changed();
    eventually(
        () -> assertThat(events.stream().filter("fence kms-a 1"::equals)).hasSizeGreaterThan(1));
    assertThat(events).noneMatch(event -> event.startsWith("turn"));
  }

  @Test
  void suspended_noTurnIsTakenUntilResumed() {
    FencingToken token = leadership.gain();
    declareUnder(token, "kms-a");
    changed();
    eventually(() -> assertThat(events).contains("turn kms-a 1 silent []"));
    leadership.suspend();
    events.clear();

    desk.wake("kms-a");
    await()
        .during(Duration.ofMillis(300))
        .atMost(TestTimeouts.SOON)
        .untilAsserted(() -> assertThat(events).isEmpty());

    leadership.resume();
    eventually(() -> assertThat(events).containsExactly("turn kms-a 1 silent []"));
  }

  @Test
  void fleetChanges_serviceIsWokenAtOnce() {
    declareUnder(leadership.gain(), "kms-a");
    changed();
    eventually(() -> assertThat(events).contains("turn kms-a 1 silent []"));
    events.clear();

    fleet.report("kms-a", HostReport.newBuilder().setHost("kms1").build());

    eventually(() -> assertThat(events).containsExactly("turn kms-a 1 silent []"));
  }

  @Test
  void silentHost_heardOf_fencedBeforeTheNextTurn() {
    barrier.silent.add("kms2");
    declareUnder(leadership.gain(), "kms-a");
    changed();
    eventually(() -> assertThat(events).contains("turn kms-a 1 silent [kms2]"));
    events.clear();

    barrier.silent.clear();
    fleet.report("kms-a", HostReport.newBuilder().setHost("kms2").build());

    eventually(() -> assertThat(events).startsWith("fence kms-a 1", "turn kms-a 1 silent []"));
  }

  /** Else its acts are refused for as long as it leads. */
  @Test
  void host_boundToAnotherLeadershipMeanwhile_allFencedBeforeTheNextTurn() {
    declareUnder(leadership.gain(), "kms-a");
    changed();
    eventually(() -> assertThat(events).contains("turn kms-a 1 silent []"));
    events.clear();

    fleet.put("kms-a", boundTo(7, "somebody#1"));

    eventually(() -> assertThat(events).startsWith("fence kms-a 1", "turn kms-a 1 silent []"));
  }

  @Test
  void host_boundToThisLeadership_notFencedAgain() {
    FencingToken token = leadership.gain();
    declareUnder(token, "kms-a");
    changed();
    eventually(() -> assertThat(events).contains("turn kms-a 1 silent []"));
    events.clear();

    fleet.put("kms-a", boundTo(token.epoch(), token.holder()));

    eventually(() -> assertThat(events).containsExactly("turn kms-a 1 silent []"));
  }

  private static HostView boundTo(long epoch, String holder) {
    return new HostView(
        "kms1",
        HostView.Freshness.FRESH,
        "",
        Duration.ZERO,
        HostReport.newBuilder().setHost("kms1").build(),
        new AgentHeader("kms1/1", 1, 1, "", epoch, holder, 0));
  }

  @Test
  void turnThrows_toldAndTriedAgain() {
    work =
        fenced -> {
          throw new IllegalStateException("boom");
        };
    declareUnder(leadership.gain(), "kms-a");
    changed();

    eventually(() -> assertThat(escaped).hasSizeGreaterThan(1));
    assertThat(escaped).allMatch(fault -> "boom".equals(fault.getMessage()));
  }

  @Test
  void serviceRetired_itsLoopEndsAndOthersAreLeftAlone() {
    FencingToken token = leadership.gain();
    declareUnder(token, "kms-a", "kms-b");
    changed();
    eventually(
        () -> assertThat(events).contains("turn kms-a 1 silent []", "turn kms-b 1 silent []"));
    events.clear();

    records.removeService(token, "kms-b");
    changed();

    eventually(() -> assertThat(fleet.followed()).hasSize(1));
    assertThat(events).isEmpty();
  }

  @Test
  void recordThatDoesNotParse_problemIsShownAndNothingIsFollowed() {
    FencingToken token = leadership.gain();
    records.write(
        token,
        new RecordWrite.Create(
            RecordKey.of(RecordKey.Kind.SPEC, "kms-a"), "rubbish".getBytes(UTF_8)));
    changed();
    eventually(() -> assertThat(desk.problem()).contains("service"));
    assertThat(fleet.followed()).isEmpty();
  }

  private void declareUnder(FencingToken token, String... services) {
    for (String service : services) {
      String yaml =
          """
          service: %s
          config_directory: /etc/kms
          hosts:
            - {name: kms1, agent: "kms1:7417", kms: "http://kms1:16000/kms"}
            - {name: kms2, agent: "kms2:7417", kms: "http://kms2:16000/kms"}
          """
              .formatted(service);
      records.write(
          token,
          new RecordWrite.Create(
              RecordKey.of(RecordKey.Kind.SPEC, service),
              new ServiceRecord(yaml, "alice", Instant.EPOCH).encode()));
    }
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(TestTimeouts.SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion);
  }

  private void changed() {
    var unused = desk.inventoryChanged();
  }
}
