package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyReply;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ListBackupsReply;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.Reply;
import dev.keyparity.proto.agent.v1.VerifyBackupRequest;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.coordinator.v1.CreateBackupRequest;
import dev.keyparity.proto.coordinator.v1.ListBackupsRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCallsTest {
  @TempDir Path directory;
  private AdminBench bench;
  private BackupCalls calls;

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    calls =
        new BackupCalls(
            bench.chair, new BackupCalls.Desk(bench.agents, bench.audit, new Random(1)));
    bench.spec().hostNames().forEach(this::works);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void works(String host) {
    bench.agents.on("Backup", host, (call, request) -> made(backup("b1", host)));
    bench.agents.on("PutCopy", host, (call, request) -> stored(host, Receipt.Outcome.DONE));
    bench.agents.on(
        "AcknowledgeCopy", host, (call, request) -> noted(Receipt.Outcome.DONE, "noted"));
    bench.agents.on(
        "VerifyBackup",
        host,
        (call, request) -> made(backup(((VerifyBackupRequest) request).getBackupId(), host)));
    lists(host, backup("b1", host));
  }

  private void lists(String host, Backup... backups) {
    bench.agents.on(
        "ListBackups",
        host,
        (call, request) -> ListBackupsReply.newBuilder().addAllBackups(List.of(backups)).build());
  }

  private static Backup backup(String id, String host) {
    return Backup.newBuilder()
        .setId(id)
        .setService(AdminBench.SERVICE)
        .setHost(host)
        .setVerified(true)
        .setAtMs(1)
        .build();
  }

  private static BackupReply made(Backup backup) {
    return BackupReply.newBuilder()
        .setReply(reply(Receipt.Outcome.DONE, ""))
        .setBackup(backup)
        .build();
  }

  private static PutCopyReply stored(String keeper, Receipt.Outcome outcome) {
    return PutCopyReply.newBuilder()
        .setReply(reply(outcome, "disk full"))
        .setCopyReceipt(PeerSigned.newBuilder().setPayload(ByteString.copyFromUtf8(keeper)))
        .build();
  }

  private static AcknowledgeCopyReply noted(Receipt.Outcome outcome, String summary) {
    return AcknowledgeCopyReply.newBuilder().setReply(reply(outcome, summary)).build();
  }

  private static Reply reply(Receipt.Outcome outcome, String summary) {
    return Reply.newBuilder()
        .setReceipt(Receipt.newBuilder().setOutcome(outcome).setSummary(summary))
        .build();
  }

  private BackupsReply create(String host) throws Exception {
    return AdminBench.asAlice(
        () ->
            calls.create(
                CreateBackupRequest.newBuilder()
                    .setService(AdminBench.SERVICE)
                    .setHost(host)
                    .build()));
  }

  private BackupsReply verify(String host, String id) {
    return calls.verify(
        dev.keyparity.proto.coordinator.v1.VerifyBackupRequest.newBuilder()
            .setService(AdminBench.SERVICE)
            .setHost(host)
            .setBackupId(id)
            .build());
  }

  private BackupsReply list() {
    return calls.list(ListBackupsRequest.newBuilder().setService(AdminBench.SERVICE).build());
  }

  private static List<String> keepersOf(Backup backup) {
    return backup.getCopyReceiptsList().stream()
        .map(receipt -> receipt.getPayload().toStringUtf8())
        .toList();
  }

  @Test
  void create_everyHost_isBackedUpAndCopiedToTheNextHost() throws Exception {
    BackupsReply reply = create("");

    assertThat(reply.getErrorsList()).isEmpty();
    assertThat(reply.getBackupsList())
        .extracting(Backup::getHost)
        .containsExactly("kms1", "kms2", "kms3");
    assertThat(reply.getBackupsList())
        .extracting(BackupCallsTest::keepersOf)
        .containsExactly(List.of("kms2"), List.of("kms3"), List.of("kms1"));
    assertThat(bench.audited())
        .singleElement()
        .asString()
        .contains("backup-create", "\"operator\":\"alice\"", "kms1,kms2,kms3");
    assertThat(((BackupRequest) bench.agents.asked("Backup").get(0).request()).getReason())
        .isEqualTo("asked for by alice");
  }

  /** An agent answers a request id it knows with the receipt it has: a wish must be a new one. */
  @Test
  void create_twice_isTwoOrders() throws Exception {
    create("kms1");
    create("kms1");

    List<ScriptedAgents.Asked> asked = bench.agents.asked("Backup");
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).call().requestId()).isNotEqualTo(asked.get(1).call().requestId());
    assertThat(asked).allMatch(it -> it.call().run().startsWith("operator-"));
  }

  @Test
  void create_hostThatIsNot_namesThoseThatAre_andAsksNobody() {
    KeyparityException refused = AdminBench.refusal(() -> create("kms9"));

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_HOST);
    assertThat(refused.operatorMessage())
        .isEqualTo("host: kms9 (expected: one of kms1, kms2, kms3)");
    assertThat(bench.agents.asked("Backup")).isEmpty();
    assertThat(bench.audited()).isEmpty();
  }

  @Test
  void create_oneHostUnreachable_othersAreBackedUp_andItIsNamed() throws Exception {
    bench.agents.unreachable("Backup", "kms2");

    BackupsReply reply = create("");

    assertThat(reply.getBackupsList()).extracting(Backup::getHost).containsExactly("kms1", "kms3");
    assertThat(reply.getErrorsList())
        .containsExactly(
            "kms2: agent kms2: connection refused; systemctl status keyparity-agent on kms2");
  }

  @Test
  void create_nextHostDoesNotStoreTheCopy_theOneAfterItDoes() throws Exception {
    bench.agents.on("PutCopy", "kms2", (call, request) -> stored("kms2", Receipt.Outcome.FAILED));

    BackupsReply reply = create("kms1");

    assertThat(reply.getErrorsList()).isEmpty();
    assertThat(keepersOf(reply.getBackups(0))).containsExactly("kms3");
  }

  @Test
  void create_noOtherHostStoresTheCopy_theBackupIsToldWithWhatIsWrong() throws Exception {
    bench.agents.on("PutCopy", "kms2", (call, request) -> stored("kms2", Receipt.Outcome.FAILED));
    bench.agents.unreachable("PutCopy", "kms3");

    BackupsReply reply = create("kms1");

    assertThat(keepersOf(reply.getBackups(0))).isEmpty();
    assertThat(reply.getErrorsList())
        .containsExactly(
            "kms1: backup b1 is on no other host: kms2: disk full; kms3: agent kms3: connection"
                + " refused");
  }

  /** A copy counts once the host that made the backup has noted the keeper's word for it. */
  @Test
  void create_ownerDoesNotNoteTheCopy_isNoCopy() throws Exception {
    bench.agents.on(
        "AcknowledgeCopy",
        "kms1",
        (call, request) -> noted(Receipt.Outcome.FAILED, "signature of kms2 is not right"));

    BackupsReply reply = create("kms1");

    assertThat(keepersOf(reply.getBackups(0))).isEmpty();
    assertThat(reply.getErrors(0))
        .startsWith("kms1: backup b1 is on no other host: kms2: signature of kms2 is not right");
  }

  @Test
  void create_keepersWordGoesToTheOwner() throws Exception {
    create("kms3");

    AcknowledgeCopyRequest told =
        (AcknowledgeCopyRequest) bench.agents.asked("AcknowledgeCopy").get(0).request();
    assertThat(told.getBackupId()).isEqualTo("b1");
    assertThat(told.getCopyReceipt().getPayload().toStringUtf8()).isEqualTo("kms1");
    assertThat(bench.agents.asked("AcknowledgeCopy").get(0).host()).isEqualTo("kms3");
  }

  @Test
  void create_notReadBack_isNoBackup_andIsNotCopied() throws Exception {
    bench.agents.on(
        "Backup",
        "kms1",
        (call, request) -> made(backup("b1", "kms1").toBuilder().setVerified(false).build()));

    BackupsReply reply = create("kms1");

    assertThat(reply.getBackupsList()).isEmpty();
    assertThat(reply.getErrorsList())
        .containsExactly(
            "kms1: backup b1 was not read back and compared; see the agent's log on kms1");
    assertThat(bench.agents.asked("PutCopy")).isEmpty();
  }

  @Test
  void create_agentFails_saysWhat() throws Exception {
    bench.agents.on(
        "Backup",
        "kms1",
        (call, request) ->
            BackupReply.newBuilder().setReply(reply(Receipt.Outcome.FAILED, "disk full")).build());

    assertThat(create("kms1").getErrorsList())
        .containsExactly("kms1: no backup was made: disk full; see the agent's log on kms1");
  }

  /** A backup of another host, or of another service, saves nothing of the one that was asked. */
  @Test
  void create_agentHandsOutAnothersBackup_isNotCredited() throws Exception {
    bench.agents.on("Backup", "kms1", (call, request) -> made(backup("b7", "kms3")));
    bench.agents.on(
        "Backup",
        "kms2",
        (call, request) -> made(backup("b8", "kms2").toBuilder().setService("kms-test").build()));

    BackupsReply reply = create("");

    assertThat(reply.getBackupsList()).extracting(Backup::getHost).containsExactly("kms3");
    assertThat(reply.getErrorsList())
        .containsExactly(
            "kms1: the agent answers with backup b7 of kms-prod on kms3 (expected: of kms-prod on"
                + " kms1); look at the agent's log and audit on kms1 before anything else",
            "kms2: the agent answers with backup b8 of kms-test on kms2 (expected: of kms-prod on"
                + " kms2); look at the agent's log and audit on kms2 before anything else");
    assertThat(bench.agents.asked("PutCopy"))
        .as("copies: of kms3's alone")
        .extracting(ScriptedAgents.Asked::host)
        .containsExactly("kms1");
  }

  @Test
  void list_isNewestFirst_withoutManifests_andNamesWhoCannotBeAsked() {
    lists(
        "kms1",
        backup("old", "kms1").toBuilder()
            .setAtMs(10)
            .setManifest(ByteString.copyFromUtf8("long"))
            .build(),
        backup("new", "kms1").toBuilder().setAtMs(30).build());
    lists("kms2", backup("middle", "kms2").toBuilder().setAtMs(20).build());
    bench.agents.unreachable("ListBackups", "kms3");

    BackupsReply reply = list();

    assertThat(reply.getBackupsList())
        .extracting(Backup::getId)
        .containsExactly("new", "middle", "old");
    assertThat(reply.getBackupsList()).allMatch(backup -> backup.getManifest().isEmpty());
    assertThat(reply.getErrorsList()).singleElement().asString().startsWith("kms3: agent kms3: ");
  }

  @Test
  void list_agentNamesAnothersBackups_noneOfItsIsShown() {
    lists("kms1", backup("mine", "kms1"), backup("yours", "kms2"));

    BackupsReply reply = list();

    assertThat(reply.getBackupsList()).extracting(Backup::getHost).containsExactly("kms2", "kms3");
    assertThat(reply.getErrorsList())
        .singleElement()
        .asString()
        .startsWith("kms1: the agent answers with backup yours of kms-prod on kms2");
  }

  @Test
  void verify_withoutHost_readsTheNewestOfEveryHostBack() {
    lists(
        "kms1",
        backup("old", "kms1").toBuilder().setAtMs(10).build(),
        backup("new", "kms1").toBuilder().setAtMs(30).build());
    lists("kms2");

    BackupsReply reply = verify("", "");

    assertThat(reply.getBackupsList()).extracting(Backup::getId).containsExactly("new", "b1");
    assertThat(reply.getErrorsList())
        .containsExactly(
            "kms2: backup: none yet (expected: at least one); keyparity backup create kms-prod");
  }

  @Test
  void verify_namedBackup_isReadBackOnThatHostAlone() {
    assertThat(verify("kms2", "b5").getBackups(0).getId()).isEqualTo("b5");

    assertThat(bench.agents.asked("VerifyBackup"))
        .extracting(ScriptedAgents.Asked::host)
        .containsExactly("kms2");
    assertThat(bench.agents.asked("ListBackups")).isEmpty();
  }

  /** Nothing is wrong with a backup that was never made: the id is. */
  @Test
  void verify_idThatTheHostDoesNotKnow_isRefused() {
    bench.agents.on(
        "VerifyBackup",
        "kms2",
        (call, request) -> {
          throw new KeyparityException(
              ErrorCode.NO_SUCH_BACKUP, "backup: nope", "keyparity backup list kms-prod");
        });

    assertThat(AdminBench.refusal(() -> verify("kms2", "nope")).code())
        .isEqualTo(ErrorCode.NO_SUCH_BACKUP);
  }

  @Test
  void verify_idWithoutHost_isRefused() {
    KeyparityException refused = AdminBench.refusal(() -> verify("", "b5"));

    assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(refused.operatorMessage())
        .isEqualTo("host: none (expected: the one that made backup b5)");
  }

  /** "Verified" is said of what was asked for, by the host that has it, or not at all. */
  @Test
  void verify_agentAnswersWithSomethingElse_isNotVerified() {
    bench.agents.on("VerifyBackup", "kms1", (call, request) -> made(backup("b6", "kms1")));
    bench.agents.on("VerifyBackup", "kms2", (call, request) -> made(backup("b1", "kms1")));
    bench.agents.on(
        "VerifyBackup",
        "kms3",
        (call, request) -> made(backup("b1", "kms3").toBuilder().setVerified(false).build()));

    BackupsReply reply = verify("", "");

    assertThat(reply.getBackupsList()).isEmpty();
    assertThat(reply.getErrorsList())
        .satisfiesExactly(
            error ->
                assertThat(error)
                    .startsWith("kms1: the agent answers with backup b6 (expected: b1)"),
            error ->
                assertThat(error)
                    .startsWith("kms2: the agent answers with backup b1 of kms-prod on kms1"),
            error ->
                assertThat(error).startsWith("kms3: backup b1 was not read back and compared"));
  }

  @Test
  void calls_notLeading_areRefusedAndAskNobody() {
    bench.leadership.lose();

    for (KeyparityException refused :
        List.of(
            AdminBench.refusal(() -> create("")),
            AdminBench.refusal(this::list),
            AdminBench.refusal(() -> verify("", "")))) {
      assertThat(refused.code()).isEqualTo(ErrorCode.NO_LEADER);
    }
    assertThat(bench.agents.asked("Backup")).isEmpty();
  }
}
