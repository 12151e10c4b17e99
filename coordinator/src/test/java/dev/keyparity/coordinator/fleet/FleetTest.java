package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.ReportReply;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The fleet on fake agents over real gRPC; its monotonic clock stands still unless pushed. */
@Execution(ExecutionMode.CONCURRENT)
class FleetTest {
  private AgentLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = new AgentLab();
  }

  @AfterEach
  void close() {
    lab.close();
    assertThat(lab.escaped).isEmpty();
  }

  private void follow() {
    lab.network.fleet().follow(List.of(AgentLab.spec()));
    eventually(() -> lab.agents.values().forEach(a -> assertThat(a.watchers()).isEqualTo(1)));
  }

  @Test
  void snapshot_nothingHeard_everyDeclaredHostIsThereAndNotFresh() {
    lab.network.fleet().follow(List.of(AgentLab.spec()));

    FleetSnapshot snapshot = lab.network.fleet().snapshot();

    assertThat(snapshot.service(AgentLab.SERVICE).orElseThrow().hosts())
        .containsOnlyKeys("kms1", "kms2", "kms3")
        .allSatisfy(
            (host, view) -> {
              assertThat(view.freshness()).isEqualTo(Freshness.NEVER_HEARD);
              assertThat(view.fresh()).isEmpty();
              assertThat(view.age()).isEqualTo(HostView.NEVER);
              assertThat(view.reason()).isEqualTo("connecting");
              assertThat(view.isAwaited()).isTrue();
            });
  }

  @Test
  void stream_thatFails_isNotAwaited_andOneThatComesBackIs() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    lab.push(Duration.ofMillis(2001));
    assertThat(lab.view("kms1").isAwaited()).as("silent, and connected").isTrue();

    lab.agent("kms1").breakWatches(Status.UNAVAILABLE);

    eventually(() -> assertThat(lab.view("kms1").isAwaited()).isFalse());
    assertThat(lab.view("kms1").freshness()).isEqualTo(Freshness.STALE);
    keepPushingTime("kms1", Freshness.FRESH);
    lab.push(Duration.ofMillis(2001));
    assertThat(lab.view("kms1").isAwaited()).isTrue();
  }

  @Test
  void report_comesIn_freshWithHeaderAndListenersTold() {
    follow();
    HostReport report = lab.report("kms1");

    lab.agent("kms1").push(report);

    becomes("kms1", Freshness.FRESH);
    HostView view = lab.view("kms1");
    assertThat(view.fresh()).contains(report);
    assertThat(view.header().orElseThrow().generation()).isEqualTo(10);
    assertThat(view.age()).isEqualTo(Duration.ZERO);
    assertThat(view.reason()).isEmpty();
    assertThat(lab.changed).contains(AgentLab.SERVICE);
    assertThat(lab.view("kms2").freshness()).isEqualTo(Freshness.NEVER_HEARD);
  }

  @Test
  void heartbeat_nothingNew_keepsFreshAndTellsNobody() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    lab.changed.clear();

    lab.push(Duration.ofMillis(1500));
    HostReport second = lab.report("kms1");
    lab.agent("kms1").push(second);
    eventually(() -> assertThat(lab.view("kms1").lastReport()).contains(second));
    lab.push(Duration.ofMillis(1500));

    assertThat(lab.view("kms1").freshness()).isEqualTo(Freshness.FRESH);
    assertThat(lab.changed).isEmpty();
  }

  @Test
  void report_contentChanged_listenersTold() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    lab.changed.clear();

    lab.agent("kms1").push(lab.report("kms1").toBuilder().setInstallMarker("run").build());

    eventually(() -> assertThat(lab.changed).containsExactly(AgentLab.SERVICE));
  }

  @Test
  void silence_pastTheBound_staleKeepsTheOldReportForShowingAndTells() {
    follow();
    HostReport report = lab.report("kms1");
    lab.agent("kms1").push(report);
    becomes("kms1", Freshness.FRESH);
    lab.changed.clear();

    lab.push(Duration.ofMillis(2001));

    HostView view = lab.view("kms1");
    assertThat(view.freshness()).isEqualTo(Freshness.STALE);
    assertThat(view.fresh()).isEmpty();
    assertThat(view.lastReport()).contains(report);
    assertThat(view.reason()).isEqualTo("the agent has gone silent");
    eventually(() -> assertThat(lab.changed).contains(AgentLab.SERVICE));
  }

  /** A stream that is open and says nothing is given up, so that a half-open connection ends. */
  @Test
  void silence_muchLonger_streamIsOpenedAnewAndRecovers() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);

    lab.push(Duration.ofSeconds(5));
    eventually(() -> assertThat(lab.view("kms1").reason()).isEqualTo("no report for 5000 ms"));
    keepPushingTime("kms1", Freshness.FRESH);

    assertThat(lab.agent("kms1").openedWatches()).isGreaterThan(1);
  }

  @Test
  void stream_breaks_reasonShownThenRecovers() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);

    lab.agent("kms1").breakWatches(Status.UNAVAILABLE);
    lab.push(Duration.ofMillis(2001));
    eventually(() -> assertThat(lab.view("kms1").reason()).isEqualTo("UNAVAILABLE"));

    keepPushingTime("kms1", Freshness.FRESH);
    assertThat(lab.view("kms1").reason()).isEmpty();
  }

  @Test
  void report_heldUpInTheNetwork_neverFresh() {
    follow();
    HostReport first = lab.report("kms1");
    HostReport delayed = lab.report("kms1");
    lab.agent("kms1").push(first);
    becomes("kms1", Freshness.FRESH);
    lab.push(Duration.ofSeconds(3));

    lab.agent("kms1").push(delayed);

    eventually(() -> assertThat(lab.view("kms1").lastReport()).contains(delayed));
    assertThat(lab.view("kms1").freshness()).isEqualTo(Freshness.STALE);
    assertThat(lab.view("kms1").age()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void report_sequenceAgain_doesNotMakeTheHostFresh() {
    follow();
    HostReport report = lab.report("kms1");
    HostReport old = lab.report("kms1");
    lab.agent("kms1").push(report);
    becomes("kms1", Freshness.FRESH);
    lab.push(Duration.ofMillis(2001));
    eventually(() -> assertThat(lab.changed).hasSizeGreaterThan(1));
    lab.changed.clear();

    lab.agent("kms1").push(report.toBuilder().setObservedAtMs(lab.nanos.get() / 1_000_000).build());
    lab.agent("kms1").push(old);

    eventually(() -> assertThat(lab.view("kms1").lastReport()).contains(old));
    assertThat(lab.changed).as("never became fresh in between").isEmpty();
  }

  @Test
  void report_otherNonce_neverTaken() {
    refusesReport(
        reply ->
            reply.toBuilder()
                .setReply(reply.getReply().toBuilder().setNonce(ByteString.copyFromUtf8("old")))
                .build(),
        reason -> assertThat(reason).contains("a nonce that is not ours"));
  }

  @Test
  void report_onAnotherHost_neverTaken() {
    refusesReport(
        reply -> reply.toBuilder().setReport(reply.getReport().toBuilder().setHost("kms3")).build(),
        reason -> assertThat(reason).contains("host kms3 (expected: kms-prod, kms1)"));
  }

  @Test
  void report_otherProtocol_neverTaken() {
    refusesReport(
        reply -> reply.toBuilder().setReply(reply.getReply().toBuilder().setProtocol(9)).build(),
        reason -> assertThat(reason).contains("protocol 9 (expected: 1)"));
  }

  private void refusesReport(
      UnaryOperator<ReportReply> corruption, ThrowingConsumer<String> reason) {
    follow();
    lab.agent("kms1").corruptReports(corruption);
    lab.agent("kms1").push(lab.report("kms1"));
    eventually(() -> reason.accept(lab.view("kms1").reason()));
    assertThat(lab.view("kms1").freshness()).isEqualTo(Freshness.NEVER_HEARD);
  }

  @Test
  void notLeading_noStreamIsOpened() {
    lab.leadership.suspend();
    lab.network.fleet().follow(List.of(AgentLab.spec()));
    eventually(
        () -> assertThat(lab.view("kms1").reason()).isEqualTo("this coordinator does not lead"));
    assertThat(lab.agent("kms1").openedWatches()).isZero();
  }

  @Test
  void follow_hostGoneFromTheSpec_itsStreamEndsAndOthersStay() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);

    lab.network.fleet().follow(List.of(AgentLab.spec(AgentLab.SERVICE, List.of("kms1", "kms2"))));

    eventually(() -> assertThat(lab.agent("kms3").watchers()).isZero());
    assertThat(lab.agent("kms1").openedWatches()).isEqualTo(1);
    assertThat(lab.view("kms1").freshness()).isEqualTo(Freshness.FRESH);
    assertThat(lab.network.fleet().snapshot().service(AgentLab.SERVICE).orElseThrow().hosts())
        .containsOnlyKeys("kms1", "kms2");
  }

  @Test
  void follow_nothing_everyStreamEnds() {
    follow();
    lab.network.fleet().follow(List.of());
    eventually(() -> lab.agents.values().forEach(a -> assertThat(a.watchers()).isZero()));
    assertThat(lab.network.fleet().snapshot().services()).isEmpty();
  }

  @Test
  void follow_twoServicesOnOneAgent_oneStreamEach() {
    lab.network
        .fleet()
        .follow(List.of(AgentLab.spec(), AgentLab.spec("kms-second", List.of("kms1"))));
    eventually(() -> assertThat(lab.agent("kms1").watchers()).isEqualTo(2));
  }

  @Test
  void header_generationWentBack_rolledBackAndNeverFreshAgain() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);

    lab.agent("kms1").header(h -> h.setAgentInstance("boot/2/2").setGeneration(9));
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.ROLLED_BACK);
    assertThat(lab.view("kms1").reason())
        .isEqualTo("agent generation is 9 (expected: at least 10)");
    assertThat(lab.view("kms1").fresh()).isEmpty();

    // A clone that runs on long enough would look right again.
    lab.agent("kms1").header(h -> h.setGeneration(50).setAuditSequence(90));
    HostReport late = lab.report("kms1");
    lab.agent("kms1").push(late);
    eventually(() -> assertThat(lab.view("kms1").lastReport()).contains(late));
    assertThat(lab.view("kms1").freshness()).isEqualTo(Freshness.ROLLED_BACK);
  }

  @Test
  void header_auditShorterOrAnother_rolledBack() {
    follow();
    for (String host : List.of("kms1", "kms2")) {
      lab.agent(host).push(lab.report(host));
      becomes(host, Freshness.FRESH);
    }
    lab.agent("kms1").header(h -> h.setAuditSequence(4));
    lab.agent("kms2").header(h -> h.setAuditHead("6".repeat(64)));

    lab.agent("kms1").push(lab.report("kms1"));
    lab.agent("kms2").push(lab.report("kms2"));

    becomes("kms1", Freshness.ROLLED_BACK);
    becomes("kms2", Freshness.ROLLED_BACK);
    assertThat(lab.view("kms1").reason()).contains("ends at record 4 (expected: at least 5)");
    assertThat(lab.view("kms2").reason()).contains("audit record 5 is another one");
  }

  @Test
  void newLeader_agentWentBackMeanwhile_knowsFromTheDurableMark() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    eventually(() -> assertThat(lab.records.read(mark("kms1"))).isPresent());
    lab.network.close();
    lab.agent("kms1").header(h -> h.setAgentInstance("boot/2/2").setGeneration(3));

    assertSuccessorFindsItRolledBack();
  }

  private void hasAnotherLog(String host) {
    lab.agent(host).hasAudit(AuditLine.newBuilder().setLine(ByteString.copyFromUtf8("{}")).build());
  }

  private void assertSuccessorFindsItRolledBack() {
    try (AgentNetwork successor = lab.network()) {
      successor.start();
      successor.fleet().follow(List.of(AgentLab.spec()));
      eventually(() -> assertThat(lab.agent("kms1").watchers()).isEqualTo(1));
      lab.agent("kms1").push(lab.report("kms1"));
      eventually(
          () ->
              assertThat(AgentLab.view(successor, "kms1").freshness())
                  .isEqualTo(Freshness.ROLLED_BACK));
    }
  }

  /** Longer and newer, but not the log that was seen before: a clone that grew on. */
  @Test
  void newInstance_auditChainIsNotTheOneSeen_rolledBack() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    hasAnotherLog("kms1");
    lab.agent("kms1").breakWatches(Status.UNAVAILABLE);
    lab.agent("kms1")
        .header(h -> h.setAgentInstance("boot/2/2").setGeneration(99).setAuditSequence(77));

    keepPushingTime("kms1", Freshness.ROLLED_BACK);

    assertThat(lab.view("kms1").reason()).contains("audit record 5");
  }

  /** The agent ended while it was asked: its next start may be a long time away. */
  @Test
  void newInstance_auditChainCouldNotBeRead_isAskedForAgain() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    lab.agent("kms1").hasAudit();
    lab.agent("kms1").breakWatches(Status.UNAVAILABLE);
    lab.agent("kms1")
        .header(h -> h.setAgentInstance("boot/2/2").setGeneration(99).setAuditSequence(77));
    eventually(
        () -> {
          keepPushingTime("kms1", Freshness.FRESH);
          assertThat(lab.agent("kms1").auditReads()).isPositive();
        });

    hasAnotherLog("kms1");

    keepPushingTime("kms1", Freshness.ROLLED_BACK);
  }

  /** The leader that asked is gone before the answer: the next one asks the same question. */
  @Test
  void newInstance_leaderGoneBeforeTheChainWasVerified_successorVerifiesIt() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    eventually(() -> assertThat(lab.records.read(mark("kms1"))).isPresent());
    lab.agent("kms1").hasAudit();
    lab.agent("kms1").breakWatches(Status.UNAVAILABLE);
    lab.agent("kms1")
        .header(h -> h.setAgentInstance("boot/2/2").setGeneration(99).setAuditSequence(77));
    eventually(
        () -> {
          keepPushingTime("kms1", Freshness.FRESH);
          assertThat(lab.agent("kms1").auditReads()).isPositive();
        });
    saveMarks(50);
    saveMarks(51);
    lab.network.close();
    hasAnotherLog("kms1");

    assertSuccessorFindsItRolledBack();
  }

  /** Has every mark saved that may be: when this returns, those of an earlier call are. */
  private void saveMarks(long generation) {
    lab.agent("kms2").header(h -> h.setGeneration(generation));
    keepPushingTime("kms2", Freshness.FRESH);
    lab.network.fleet().acceptRecord(AgentLab.SERVICE, "kms2");
    eventually(
        () -> {
          assertThat(lab.records.read(mark("kms2"))).isPresent();
          HostMark kept = HostMark.parse(lab.records.read(mark("kms2")).orElseThrow().value());
          assertThat(kept.generation()).isEqualTo(generation);
        });
  }

  @Test
  void acceptRecord_afterRollback_freshAgainAndDurable() {
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    lab.agent("kms1").header(h -> h.setGeneration(9));
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.ROLLED_BACK);

    lab.network.fleet().acceptRecord(AgentLab.SERVICE, "kms1");

    becomes("kms1", Freshness.FRESH);
    eventually(
        () ->
            assertThat(HostMark.parse(lab.records.read(mark("kms1")).orElseThrow().value()))
                .isEqualTo(HostMark.of(lab.view("kms1").header().orElseThrow())));
  }

  @Test
  void mark_storeAwayOnce_savedLater() {
    lab.records.plan(WriteFault.UNAVAILABLE);
    follow();
    lab.agent("kms1").push(lab.report("kms1"));
    becomes("kms1", Freshness.FRESH);
    eventually(() -> assertThat(lab.records.read(mark("kms1"))).isPresent());
  }

  @Test
  void mark_isAsItsGoldenFile() throws Exception {
    HostMark mark = new HostMark("boot/17/9", 23, 41, "ab".repeat(32), "");
    Golden.check("host-mark-1.json", mark.encode(), HostMark::parse, mark);
  }

  private static RecordKey mark(String host) {
    return RecordKey.of(RecordKey.Kind.HOST, AgentLab.SERVICE, host);
  }

  private void becomes(String host, Freshness freshness) {
    eventually(() -> assertThat(lab.view(host).freshness()).isEqualTo(freshness));
  }

  /** Lets time go on and the agent report, until the host is as expected. */
  private void keepPushingTime(String host, Freshness freshness) {
    eventually(
        () -> {
          lab.push(Duration.ofMillis(500));
          lab.agent(host).push(lab.report(host));
          assertThat(lab.view(host).freshness()).isEqualTo(freshness);
        });
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(TestTimeouts.SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion);
  }
}
