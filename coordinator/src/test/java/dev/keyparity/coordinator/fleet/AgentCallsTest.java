package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.fleet.FakeAgent.Fault;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.CopyChunk;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentCallsTest {
  private AgentLab lab;
  private AgentCalls calls;

  @BeforeEach
  void open() throws Exception {
    lab = new AgentLab();
    lab.network.fleet().follow(List.of(AgentLab.spec()));
    calls = lab.network.calls();
  }

  @AfterEach
  void close() {
    lab.close();
    assertThat(lab.escaped).isEmpty();
  }

  @Test
  void act_answered_envelopeSaysWhoWhatAndUnderWhichLeadership() throws Exception {
    SignedDocument warrant =
        SignedDocument.newBuilder().setPayload(ByteString.copyFromUtf8("w")).build();
    AgentCall call = lab.act("kms2", "install").withWarrant(warrant).withExpectedDigest("absent");

    InstallReply reply = get(calls.install(call, InstallRequest.getDefaultInstance()));

    Envelope sent = ((InstallRequest) lab.agent("kms2").requests().get(0)).getEnvelope();
    assertThat(sent.getProtocol()).isEqualTo(1);
    assertThat(sent.getGroup()).isEqualTo("prod");
    assertThat(sent.getService()).isEqualTo("kms-prod");
    assertThat(sent.getEpoch()).isEqualTo(1);
    assertThat(sent.getHolder()).isEqualTo("coord1-00000001");
    assertThat(sent.getRun()).isEqualTo("0f3a91c2d4e5-8c1f");
    assertThat(sent.getStep()).isEqualTo("synchronize-key");
    assertThat(sent.getAct()).isEqualTo("install");
    assertThat(sent.getAttempt()).isEqualTo(1);
    assertThat(sent.getHost()).isEqualTo("kms2");
    assertThat(sent.getWarrant()).isEqualTo(warrant);
    assertThat(sent.getExpectedDigest()).isEqualTo("absent");
    assertThat(sent.getDeadlineMs()).isEqualTo(10_000);
    assertThat(sent.getNonce().size()).isEqualTo(16);
    assertThat(sent.getRequestId()).isEqualTo(call.requestId().orElseThrow().hex());
    assertThat(reply.getReply().getNonce()).isEqualTo(sent.getNonce());
  }

  @Test
  void read_answered_hasNoRequestIdAndAFreshNonceEachTime() throws Exception {
    get(calls.report(lab.read("kms1"), ReportRequest.getDefaultInstance()));
    get(calls.report(lab.read("kms1"), ReportRequest.getDefaultInstance()));

    assertThat(lab.agent("kms1").requests())
        .extracting(request -> ((ReportRequest) request).getEnvelope())
        .allMatch(envelope -> envelope.getRequestId().isEmpty() && envelope.getAttempt() == 0)
        .extracting(Envelope::getNonce)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"WRONG_NONCE", "WRONG_REQUEST_ID", "FOREIGN_RECEIPT"})
  void act_replyOfAnotherRequest_refused(Fault fault) {
    lab.agent("kms2").fault("Install", fault);
    assertFails(calls.install(lab.act("kms2", "install"), InstallRequest.getDefaultInstance()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNATURE_INVALID));
  }

  @Test
  void act_otherProtocol_refused() {
    lab.agent("kms2").fault("Install", Fault.OTHER_PROTOCOL);
    assertFails(calls.install(lab.act("kms2", "install"), InstallRequest.getDefaultInstance()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_UNSUPPORTED));
  }

  @Test
  void act_refusedByTheAgent_itsOwnCodeWordsAndRule() {
    lab.agent("kms2")
        .on(
            "Install",
            (request, reply) -> {
              throw new KeyparityException(
                      ErrorCode.KMS_RUNNING, "kms2: the KMS runs (expected: stopped)", "stop it")
                  .withRule("I13");
            });
    assertFails(calls.install(lab.act("kms2", "install"), InstallRequest.getDefaultInstance()))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.KMS_RUNNING);
              assertThat(e.operatorMessage()).isEqualTo("kms2: the KMS runs (expected: stopped)");
              assertThat(e.whatToDo()).isEqualTo("stop it");
              assertThat(e.rule()).isEqualTo("I13");
            });
    assertThat(lab.agent("kms2").effects()).isEmpty();
  }

  @Test
  void act_replyLostThenSentAgain_sameRequestIdAndOneEffect() throws Exception {
    lab.agent("kms2").fault("Install", Fault.LOST_REPLY);
    AgentCall call = lab.act("kms2", "install").within(Duration.ofMillis(50));

    assertFails(calls.install(call, InstallRequest.getDefaultInstance()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
    lab.agent("kms2").fault("Install", Fault.NONE);
    get(calls.install(call, InstallRequest.getDefaultInstance()));

    assertThat(lab.agent("kms2").effects())
        .containsExactly(Map.entry(call.requestId().orElseThrow().hex(), 1));
  }

  @Test
  void act_agentHangs_deadlineExceeded() {
    lab.agent("kms2").fault("Install", Fault.HANG);
    AgentCall call = lab.act("kms2", "install").within(Duration.ofMillis(50));
    assertFails(calls.install(call, InstallRequest.getDefaultInstance()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
  }

  @Test
  void act_unknownHostOrService_namedWithoutACall() {
    assertFails(calls.install(lab.act("kms9", "install"), InstallRequest.getDefaultInstance()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_HOST));
    AgentCall other = AgentCall.read(lab.token, "kms-other", "kms1", Duration.ofSeconds(1));
    assertFails(calls.report(other, ReportRequest.getDefaultInstance()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_SERVICE));
  }

  @Test
  void readAudit_linesAsStored() throws Exception {
    var line = AuditLine.newBuilder().setLine(ByteString.copyFromUtf8("{}")).build();
    lab.agent("kms1").hasAudit(line, line);
    assertThat(get(calls.readAudit(lab.read("kms1"), ReadAuditRequest.getDefaultInstance())))
        .containsExactly(line, line);
  }

  @Test
  void relayCopy_manyChunks_everyByteArrivesOnceAndInOrder() throws Exception {
    byte[][] parts = parts(40, 10_000);
    lab.agent("kms1").hasCopy(chunks(parts, backup(parts)));

    PutCopyReply reply = get(relay());

    assertThat(reply.getReply().getRequestId())
        .isEqualTo(lab.act("kms2", "store-copy").requestId().orElseThrow().hex());
    var stored = lab.agent("kms2").storedCopy();
    assertThat(stored).hasSize(40);
    assertThat(stored.get(0).getBackup()).isEqualTo(backup(parts));
    assertThat(stored.get(0).getEnvelope().getAct()).isEqualTo("store-copy");
    assertThat(stored.subList(1, 40)).noneMatch(PutCopyRequest::hasEnvelope);
    ByteString all =
        stored.stream().map(PutCopyRequest::getData).reduce(ByteString.EMPTY, ByteString::concat);
    assertThat(hex(all.toByteArray())).isEqualTo(backup(parts).getSha256());
    assertThat(lab.agent("kms2").effects()).hasSize(1);
  }

  @Test
  void relayCopy_sourceBreaksOff_targetStoresNothing() {
    byte[][] parts = parts(5, 1000);
    lab.agent("kms1").hasCopy(chunks(parts, backup(parts)));
    lab.agent("kms1").copyBreaksAfter(3);

    assertFails(relay())
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
              assertThat(e.operatorMessage()).startsWith("agent kms1 ");
            });
    assertNothingStored();
  }

  @Test
  void relayCopy_targetRefuses_itsOwnWords() {
    byte[][] parts = parts(5, 1000);
    lab.agent("kms1").hasCopy(chunks(parts, backup(parts)));
    lab.agent("kms2")
        .refusesCopies(new KeyparityException(ErrorCode.DISK_FULL, "kms2: no space left"));

    assertFails(relay()).satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
  }

  @Test
  void relayCopy_bytesAreNotTheAnnouncedBackup_neverCompleted() {
    byte[][] parts = parts(5, 1000);
    Backup announced = backup(parts);
    parts[4][17] ^= 1;
    lab.agent("kms1").hasCopy(chunks(parts, announced));

    assertFails(relay()).satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));
    assertNothingStored();
  }

  @Test
  void relayCopy_moreThanAnnounced_brokenOff() {
    byte[][] parts = parts(5, 1000);
    lab.agent("kms1").hasCopy(chunks(parts, backup(parts).toBuilder().setBytes(4500).build()));
    assertFails(relay())
        .satisfies(e -> assertThat(e.operatorMessage()).contains("more than the 4500 bytes"));
    assertNothingStored();
  }

  @Test
  void relayCopy_sourceSendsNothing_refused() {
    assertFails(relay()).satisfies(e -> assertThat(e.operatorMessage()).contains("sent nothing"));
  }

  @Test
  void relayCopy_replyOfAnotherRequest_refused() {
    byte[][] parts = parts(2, 1000);
    lab.agent("kms1").hasCopy(chunks(parts, backup(parts)));
    lab.agent("kms2").fault("PutCopy", Fault.WRONG_NONCE);
    assertFails(relay())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNATURE_INVALID));
  }

  private void assertNothingStored() {
    await()
        .atMost(TestTimeouts.SOON)
        .untilAsserted(() -> assertThat(lab.agent("kms2").storedCopy()).isEmpty());
    assertThat(lab.agent("kms2").effects()).isEmpty();
  }

  private CompletableFuture<PutCopyReply> relay() {
    return calls.relayCopy(
        lab.read("kms1"),
        GetCopyRequest.newBuilder().setBackupId("b1").build(),
        lab.act("kms2", "store-copy"));
  }

  private static byte[][] parts(int count, int size) {
    byte[][] parts = new byte[count][size];
    for (int i = 0; i < count; i++) {
      Arrays.fill(parts[i], (byte) i);
    }
    return parts;
  }

  private static Backup backup(byte[][] parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return Backup.newBuilder()
        .setId("b1")
        .setHost("kms1")
        .setBytes(out.size())
        .setSha256(hex(out.toByteArray()))
        .build();
  }

  private static CopyChunk[] chunks(byte[][] parts, Backup backup) {
    CopyChunk[] chunks = new CopyChunk[parts.length];
    for (int i = 0; i < parts.length; i++) {
      CopyChunk.Builder chunk = CopyChunk.newBuilder().setData(ByteString.copyFrom(parts[i]));
      if (i == 0) {
        chunk.setBackup(backup);
      }
      chunks[i] = chunk.build();
    }
    return chunks;
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(TestTimeouts.SOON.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ObjectAssert<KeyparityException> assertFails(CompletableFuture<?> future) {
    Throwable failure = catchThrowable(() -> get(future));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    assertThat(failure.getCause()).isInstanceOf(KeyparityException.class);
    return assertThat((KeyparityException) failure.getCause())
        .asInstanceOf(InstanceOfAssertFactories.type(KeyparityException.class));
  }
}
