package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.duty.SignedAborts;
import dev.keyparity.coordinator.enablement.FakeFleet;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of services and runs, once and as streams, wired as the API wires it. */
class StatusCallsTest {
  @TempDir Path directory;
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final FaultHandler faults = (doing, fault) -> escaped.add(fault);
  private RunBench bench;
  private ParityBoard parity;
  private WatchedRecords records;
  private StatusBoard board;
  private Feeds feeds;
  private StatusCalls calls;

  @BeforeEach
  void open() {
    bench = new RunBench(directory);
    AdminBench operators = bench.operators;
    records = new WatchedRecords(operators.records);
    Evidence evidence = new Evidence(records);
    JournalStore journals = new RecordedJournals(records, operators.leadership::token);
    parity =
        new ParityBoard(
            new ParityBoard.Ports(
                operators.leadership,
                () -> operators.services,
                operators.fleet,
                operators.agents,
                records,
                evidence,
                new ApprovedStatements(records),
                new Plans(records),
                journals,
                (service, host) -> {},
                operators.clock,
                new JournalClock(operators.clock),
                faults));
    board =
        new StatusBoard(
            new StatusBoard.Ports(
                "coord1",
                operators.leadership,
                operators.fleet,
                parity,
                records,
                evidence,
                journals,
                faults));
    feeds =
        new Feeds(faults, () -> new Answers(operators.chair).status(operators.chair.steppedDown()));
    board.listen(feeds::stir);
    operators.leadership.addListener(feeds);
    parity.start();
    board.start();
    calls = new StatusCalls(operators.chair, board, feeds, bench.desk, bench.calls);
  }

  @AfterEach
  void close() {
    feeds.close();
    board.close();
    parity.close();
    bench.close();
    assertThat(escaped).isEmpty();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(TestTimeouts.SOON).untilAsserted(assertion);
  }

  private static GetStatusRequest ofService() {
    return GetStatusRequest.newBuilder().setService(AdminBench.SERVICE).build();
  }

  private Run start(PlanRecord plan) throws Exception {
    return AdminBench.asAlice(
        () ->
            bench.calls.message(
                bench.operators.spec(),
                bench.desk.start(AdminBench.SERVICE, plan.plan().id(), "alice")));
  }

  private FakeStream<Run> follow(String run) {
    FakeStream<Run> stream = new FakeStream<>();
    calls.follow(
        GetRunRequest.newBuilder().setService(FakeFleet.SERVICE).setRun(run).build(), stream);
    return stream;
  }

  private static ErrorCode codeOf(FakeStream<?> stream) {
    return GrpcFaults.detailOf(stream.failure().orElseThrow()).orElseThrow().code();
  }

  @Test
  void get_showsEveryDeclaredHost_andWhoLeads() {
    StatusReply reply = calls.get(GetStatusRequest.getDefaultInstance());

    assertThat(reply.getLeader()).isEqualTo("coord1");
    assertThat(reply.getEpoch()).isEqualTo(1);
    ServiceStatus service = reply.getServices(0);
    assertThat(service.getHostsList())
        .extracting(host -> host.getHost())
        .containsExactly("kms1", "kms2", "kms3");
  }

  @Test
  void get_enforcementPaused_saysSo_andAWatcherIsTold() throws Exception {
    FakeStream<StatusReply> stream = new FakeStream<>();
    calls.watch(ofService(), stream);
    EnforcementCalls enforcement =
        new EnforcementCalls(
            bench.operators.chair,
            new Evidence(records),
            bench.operators.audit,
            bench.operators.clock);

    AdminBench.asAlice(
        () ->
            enforcement.pause(
                EnforcementRequest.newBuilder()
                    .setService(AdminBench.SERVICE)
                    .setReason("storage work")
                    .build()));

    eventually(
        () -> {
          ServiceStatus service = calls.get(ofService()).getServices(0);
          assertThat(service.getPaused().getBy()).isEqualTo("alice");
          assertThat(service.getPaused().getReason()).isEqualTo("storage work");
          List<StatusReply> received = stream.received();
          assertThat(received.get(received.size() - 1).getServices(0).hasPaused()).isTrue();
        });
    bench.operators.leadership.lose();
    bench.operators.leadership.gain();
    assertThat(calls.get(ofService()).getServices(0).getPaused().getBy())
        .as("under the next leader")
        .isEqualTo("alice");
  }

  @Test
  void watch_isWrittenAtOnce_andWhenAHostReports() {
    FakeStream<StatusReply> stream = new FakeStream<>();
    calls.watch(ofService(), stream);
    eventually(() -> assertThat(stream.received()).isNotEmpty());
    assertThat(stream.received().get(0).getServices(0).getHosts(0).getReportAgeMs()).isNegative();

    bench.operators.fleet.report(
        AdminBench.SERVICE, HostReport.newBuilder().setHost("kms1").build());

    eventually(
        () ->
            assertThat(stream.received())
                .last()
                .satisfies(
                    reply ->
                        assertThat(reply.getServices(0).getHosts(0).getReportAgeMs()).isZero()));
  }

  @Test
  void watch_serviceThatIsNot_isRefusedAtOnce() {
    FakeStream<StatusReply> stream = new FakeStream<>();

    assertThat(
            AdminBench.refusal(
                    () ->
                        calls.watch(GetStatusRequest.newBuilder().setService("x").build(), stream))
                .code())
        .isEqualTo(ErrorCode.NO_SUCH_SERVICE);
    assertThat(stream.received()).isEmpty();
  }

  /** Nothing of it is left to show; other services' streams go on. */
  @Test
  void watch_serviceRetired_endsItsStream() {
    FakeStream<StatusReply> one = new FakeStream<>();
    FakeStream<StatusReply> all = new FakeStream<>();
    calls.watch(ofService(), one);
    calls.watch(GetStatusRequest.getDefaultInstance(), all);
    eventually(() -> assertThat(one.received()).isNotEmpty());

    bench.operators.services = List.of();
    feeds.stir(AdminBench.SERVICE);

    eventually(() -> assertThat(one.failure()).isPresent());
    eventually(
        () ->
            assertThat(all.received())
                .last()
                .satisfies(reply -> assertThat(reply.getServicesCount()).isZero()));
    assertThat(all.failure()).isEmpty();
  }

  @Test
  void watch_leadershipLost_endsWithNoLeader() {
    FakeStream<StatusReply> stream = new FakeStream<>();
    calls.watch(ofService(), stream);
    eventually(() -> assertThat(stream.received()).isNotEmpty());

    bench.operators.leadership.lose();

    eventually(() -> assertThat(stream.failure()).isPresent());
    assertThat(codeOf(stream)).isEqualTo(ErrorCode.NO_LEADER);
  }

  @Test
  void follow_isWrittenAtEachWordOfAnOperator_untilTheRunIsOver() throws Exception {
    PlanRecord plan = bench.enable();
    String id = start(plan).getId();
    FakeStream<Run> stream = follow("");
    eventually(() -> assertThat(stream.received()).hasSize(1));
    assertThat(stream.received().get(0).getState()).isEqualTo("running");
    assertThat(stream.received().get(0).getId()).isEqualTo(id);

    bench.desk.pause(FakeFleet.SERVICE, id, "bob", "lunch");

    eventually(() -> assertThat(stream.received()).hasSize(2));
    assertThat(stream.isCompleted()).isFalse();
  }

  /** The operator is wanted: the stream has nothing more to say until they decide. */
  @Test
  void follow_runThatStandsStill_isShownOnceAndComplete() throws Exception {
    PlanRecord plan = bench.enable();
    start(plan);
    bench.drive(plan.plan().run());

    FakeStream<Run> stream = follow(plan.plan().run().value());

    eventually(() -> assertThat(stream.isCompleted()).isTrue());
    assertThat(stream.received())
        .singleElement()
        .satisfies(run -> assertThat(run.getBlocked().getReason()).isEqualTo("divergence"));
  }

  @Test
  void follow_abortedMeanwhile_endsWithTheLastState() throws Exception {
    PlanRecord plan = bench.enable();
    String id = start(plan).getId();
    FakeStream<Run> stream = follow(id);
    eventually(() -> assertThat(stream.received()).hasSize(1));
    bench.drive(plan.plan().run());

    bench.desk.abort(
        bench.desk.reviewAbort(
            FakeFleet.SERVICE,
            id,
            "bob",
            "enough",
            SignedAborts.signed(
                SignedAborts.of(FakeFleet.SERVICE, id, "enough", bench.service.clock().instant()),
                "bob")));

    eventually(() -> assertThat(stream.isCompleted()).isTrue());
    assertThat(stream.received().get(1).getState()).isEqualTo("aborted");
    assertThat(stream.received().get(1).getEndedAtMs()).isNotZero();
  }

  @Test
  void follow_runThatIsNot_isRefusedAtOnce() {
    assertThat(AdminBench.refusal(() -> follow("0f3a91c2d4e5-8c1f")).code())
        .isEqualTo(ErrorCode.NO_SUCH_RUN);
  }
}
