package dev.keyparity.agent;

import static dev.keyparity.agent.WireRefusals.assertRefused;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.START;
import static dev.keyparity.proto.agent.v1.ControlRequest.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ExportRequest;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.ImportRequest;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.proto.agent.v1.RestoreRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.WatchRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real agents over real mutual TLS, told what to do by a leader in miniature. */
class AgentIT {
  @TempDir Path folder;
  private TestFleet fleet;
  private TestLeader leader;
  private SignedDocument statement;

  /** kms1 has the approved key; kms2 and kms3 made their own when they were started too early. */
  @BeforeEach
  void threeHosts() throws Exception {
    fleet = TestFleet.serving(folder, TestRing.ALPHA, TestRing.BETA, TestRing.BETA);
    leader = new TestLeader(fleet, 1, "coord1#1");
    statement = leader.statement(1, TestRing.ALPHA);
    leader.warrantFor(
        statement, TestRing.ALPHA, Map.of("kms2", TestRing.BETA, "kms3", TestRing.BETA));
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private void approve() {
    leader.fenceAll();
    TestFleet.HOSTS.forEach(
        host ->
            assertThat(leader.putStatement(host, statement).getReply().getReceipt().getOutcome())
                .isEqualTo(Receipt.Outcome.DONE));
  }

  private ControlReply stop(String host, int attempt) {
    List<String> others = TestFleet.HOSTS.stream().filter(h -> !h.equals(host)).toList();
    return leader.control(host, STOP, attempt, leader.permits(host, others));
  }

  private static String beta() {
    return Digest.of(TestRing.BETA.secring()).hex();
  }

  @Test
  void keyThatGivesWay_isReplacedUnderStopPermitsBackupAndCopy() throws Exception {
    approve();
    assertThat(leader.facts("kms1").getKms().getMember()).isTrue();
    assertThat(leader.facts("kms2").getKms().getMember()).isFalse();

    BackupReply backup = leader.backup("kms2", 1);
    assertThat(backup.getBackup().getVerified()).isTrue();
    String id = backup.getBackup().getId();
    PutCopyReply copy = leader.copy("kms2", id, "kms3");
    SealReply sealed = leader.seal("kms1", "kms2");
    ControlReply stopped = stop("kms2", 1);
    assertThat(stopped.getReply().getReceipt().getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(stopped.getKms().getStopBegun()).isTrue();

    InstallReply installed = leader.install("kms2", 1, beta(), sealed, id, copy.getCopyReceipt());
    assertThat(installed.getReply().getReceipt().getSummary())
        .isEqualTo("the approved key is in place");
    assertThat(installed.getReply().getReceipt().getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    ControlReply started = leader.control("kms2", START, 1, List.of());

    assertThat(started.getReply().getReceipt().getOutcome()).isEqualTo(Receipt.Outcome.DONE);
    KmsProcess kms = leader.facts("kms2").getKms();
    assertThat(kms.getState()).isEqualTo(KmsProcess.State.UP);
    assertThat(kms.getServingIdentity()).isEqualTo(TestRing.ALPHA.identity().digest().hex());
    assertThat(kms.getMember()).isTrue();
    assertThat(kms.getStopBegun()).isFalse();
    assertThat(kms.hasServesAgain()).isTrue();
    assertThat(Files.readAllBytes(fleet.keys("kms2").resolve("secring.gpg")))
        .isEqualTo(TestRing.ALPHA.secring());
    assertThat(fleet.kms("kms2").done()).containsExactly("start", "stop", "start");
    assertThat(fleet.kms("kms1").done()).containsExactly("start");
  }

  @Test
  void install_whileTheKmsRuns_isRefused_andTouchesNothing() throws Exception {
    approve();
    String id = leader.backup("kms2", 1).getBackup().getId();
    PutCopyReply copy = leader.copy("kms2", id, "kms3");
    SealReply sealed = leader.seal("kms1", "kms2");

    assertRefused(
        ErrorCode.KMS_RUNNING,
        "I13",
        () -> leader.install("kms2", 1, beta(), sealed, id, copy.getCopyReceipt()));

    assertThat(Files.readAllBytes(fleet.keys("kms2").resolve("secring.gpg")))
        .isEqualTo(TestRing.BETA.secring());
  }

  @Test
  void secondHost_cannotStopWhileTheFirstIsDown() {
    approve();
    stop("kms2", 1);

    // It gave a permit and may not ask; after a crash it may, and then the other gives none.
    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> stop("kms3", 1));
    fleet.crash("kms3");
    assertRefused(ErrorCode.STOP_UNDER_WAY, "I4", () -> stop("kms3", 1));
    assertThat(fleet.kms("kms3").done()).containsExactly("start");
  }

  @Test
  void lastServingMember_isNotStopped() {
    approve();

    assertRefused(ErrorCode.LAST_SERVING, "I5", () -> stop("kms1", 1));
    assertThat(fleet.kms("kms1").done()).containsExactly("start");
  }

  @Test
  void stop_withoutPermits_isRefusedAndNotBegun() {
    approve();
    leader.permits("kms2", List.of("kms1"));

    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> leader.control("kms2", STOP, 1, List.of()));
    assertThat(leader.facts("kms2").getKms().getStopBegun()).isFalse();
  }

  @Test
  void lostReply_isAnsweredAgainWithoutASecondEffect() {
    approve();
    ControlReply first = stop("kms2", 1);

    ControlReply again = leader.control("kms2", STOP, 1, List.of());
    fleet.crash("kms2");
    ControlReply afterRestart = leader.control("kms2", STOP, 1, List.of());

    assertThat(again.getReply().getReceipt()).isEqualTo(first.getReply().getReceipt());
    assertThat(afterRestart.getReply().getReceipt()).isEqualTo(first.getReply().getReceipt());
    assertThat(fleet.kms("kms2").done()).containsExactly("start", "stop");
  }

  @Test
  void agentKilledInTheMiddleOfAStop_findsOutByLooking() {
    approve();
    fleet.kms("kms2").beforeStop(() -> Objects.requireNonNull(fleet.agents.get("kms2")).abort());
    assertThatThrownBy(() -> stop("kms2", 1)).isInstanceOf(StatusRuntimeException.class);
    fleet.kms("kms2").beforeStop(() -> {});
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fleet.kms("kms2").done().contains("stop"));
    fleet.crash("kms2");

    assertThat(leader.facts("kms2").getUnderWayList())
        .singleElement()
        .asString()
        .contains("end unknown");
    assertThat(leader.fence("kms2").getUnderWayList()).hasSize(1);
    Receipt settled = leader.control("kms2", STOP, 1, List.of()).getReply().getReceipt();

    assertThat(settled.getOutcome()).isEqualTo(Receipt.Outcome.SETTLED_DONE);
    assertThat(fleet.kms("kms2").done()).containsExactly("start", "stop");
    assertThat(leader.facts("kms2").getUnderWayList()).isEmpty();
    assertThat(leader.facts("kms2").getKms().getStopBegun()).isTrue();
  }

  @Test
  void formerLeader_isRefusedAsSoonAsAnotherFenced() {
    approve();
    TestLeader next = new TestLeader(fleet, 2, "coord2#1");
    next.fence("kms2");

    assertRefused(ErrorCode.STALE_LEADER, "I3", () -> leader.backup("kms2", 1));
    TestLeader twin = new TestLeader(fleet, 2, "coord3#1");
    assertRefused(ErrorCode.STALE_LEADER, "I3", () -> twin.fence("kms2"));
    fleet.crash("kms2");
    assertRefused(ErrorCode.STALE_LEADER, "I3", () -> leader.backup("kms2", 1));
    assertRefused(ErrorCode.NOT_FENCED, "I3", () -> next.backup("kms1", 1));
  }

  @Test
  void reply_saysWhoAnswersAndHowFarItsRecordHasCome() {
    approve();
    ReportReply reply = leader.report("kms1");

    assertThat(reply.getReply().getHighestEpoch()).isEqualTo(1);
    assertThat(reply.getReply().getHighestHolder()).isEqualTo("coord1#1");
    assertThat(reply.getReply().getStatementGeneration()).isEqualTo(1);
    assertThat(reply.getReply().getNonce().toStringUtf8()).isEqualTo("0123456789abcdef");
    assertThat(reply.getReply().getAuditSequence()).isPositive();
    assertThat(reply.getReply().getGeneration()).isPositive();
    assertThat(reply.getReport().getRecoveryKeysCount()).isEqualTo(1);
    assertThat(reply.getReport().getChecksList())
        .extracting(check -> check.getName())
        .contains("disk", "clock", "entropy", "configuration", "audit");
    String before = reply.getReply().getAgentInstance();
    fleet.crash("kms1");
    assertThat(leader.report("kms1").getReply().getAgentInstance()).isNotEqualTo(before);
    assertThat(leader.report("kms1").getReply().getGeneration())
        .isGreaterThan(reply.getReply().getGeneration());
  }

  @Test
  void watch_isToldOfAChangeLongBeforeTheHeartbeat() throws Exception {
    Iterator<ReportReply> reports =
        fleet
            .stub("kms1")
            .watch(
                WatchRequest.newBuilder()
                    .setEnvelope(leader.envelope("kms1", "watch", 1))
                    .setHeartbeatMs(600_000)
                    .build());
    assertThat(reports.next().getReport().getKeyDirectory().getIdentity())
        .isEqualTo(TestRing.ALPHA.identity().digest().hex());
    Path rogue = fleet.keys("kms1").resolve("rogue");
    Files.write(rogue, TestRing.BETA.secring());
    Files.move(
        rogue,
        fleet.keys("kms1").resolve("secring.gpg"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);

    String seen = "";
    while (!seen.equals(TestRing.BETA.identity().digest().hex())) {
      seen = reports.next().getReport().getKeyDirectory().getIdentity();
    }
    assertThat(leader.facts("kms1").getKms().getServingIdentity())
        .isEqualTo(TestRing.ALPHA.identity().digest().hex());
  }

  @Test
  void callers_areToldApartByTheirRole() {
    fleet.ca().issue(Role.AGENT, "kms9", List.of(), Duration.ofDays(1), fleet.tls("rogue"));
    fleet.ca().issue(Role.OPERATOR, "alice", List.of(), Duration.ofDays(1), fleet.tls("alice"));
    ReportRequest report =
        ReportRequest.newBuilder().setEnvelope(leader.envelope("kms1", "report", 1)).build();
    FenceRequest fence =
        FenceRequest.newBuilder().setEnvelope(leader.envelope("kms1", "fence", 1)).build();

    assertRefused(
        ErrorCode.TLS_WRONG_ROLE,
        "",
        () -> fleet.stubAs("kms1", fleet.tls("rogue")).report(report));
    assertThat(fleet.stubAs("kms1", fleet.tls("alice")).report(report).hasReport()).isTrue();
    assertRefused(
        ErrorCode.TLS_WRONG_ROLE, "", () -> fleet.stubAs("kms1", fleet.tls("alice")).fence(fence));
  }

  @Test
  void request_thatIsNotUnderstoodToTheLastField_isRefused() {
    UnknownFieldSet critical =
        UnknownFieldSet.newBuilder()
            .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    UnknownFieldSet harmless =
        UnknownFieldSet.newBuilder()
            .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    FenceRequest request =
        FenceRequest.newBuilder()
            .setEnvelope(leader.envelope("kms1", "fence", 1).setUnknownFields(critical))
            .build();

    assertRefused(ErrorCode.PROTOCOL_UNSUPPORTED, "", () -> fleet.stub("kms1").fence(request));
    FenceRequest fine =
        FenceRequest.newBuilder()
            .setEnvelope(leader.envelope("kms1", "fence", 1).setUnknownFields(harmless))
            .build();
    assertThat(fleet.stub("kms1").fence(fine).getReply().getHighestEpoch()).isEqualTo(1);
    assertRefused(
        ErrorCode.PROTOCOL_UNSUPPORTED,
        "",
        () ->
            fleet
                .stub("kms1")
                .fence(
                    FenceRequest.newBuilder()
                        .setEnvelope(leader.envelope("kms1", "fence", 1).setProtocol(2))
                        .build()));
  }

  @Test
  void callsThatAreNotBuilt_saySo() {
    assertRefused(
        ErrorCode.UNIMPLEMENTED,
        "",
        () -> fleet.stub("kms1").export(ExportRequest.getDefaultInstance()));
    assertRefused(
        ErrorCode.UNIMPLEMENTED,
        "",
        () -> fleet.stub("kms1").import_(ImportRequest.getDefaultInstance()));
    assertRefused(
        ErrorCode.UNIMPLEMENTED,
        "",
        () -> fleet.stub("kms1").restore(RestoreRequest.getDefaultInstance()));
  }

  @Test
  void forgedStatement_isRefused() {
    leader.fenceAll();
    SignedDocument unsigned = SignedDocument.unsigned(statement.payload());

    assertRefused(ErrorCode.WARRANT_INVALID, "", () -> leader.putStatement("kms1", unsigned));
    SignedDocument other = leader.statement(1, TestRing.BETA);
    assertRefused(ErrorCode.WARRANT_MISMATCH, "", () -> leader.putStatement("kms1", other));
  }

  @Test
  void agentThatRefusesEffects_reportsAndDoesNothing() {
    fleet.stop("kms2");
    fleet.refusesEffects = true;
    fleet.start("kms2");
    leader.fence("kms2");

    assertThat(leader.facts("kms2").getRefusesEffects()).isTrue();
    assertRefused(ErrorCode.EFFECTS_REFUSED, "", () -> leader.backup("kms2", 1));
  }

  @Test
  void secondAgentOnOneStateDirectory_doesNotStart() {
    assertThatThrownBy(() -> AgentProcess.start(fleet.config("kms1")))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(leader.facts("kms1").getHost()).isEqualTo("kms1");
  }
}
