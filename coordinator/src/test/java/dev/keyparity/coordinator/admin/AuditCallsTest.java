package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.coordinator.v1.AuditAnchor;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsReply;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsRequest;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCallsTest {
  /** What is asked of an agent at once, and how often. */
  private static final int PAGE = 5_000;

  private static final int PAGES = 100;

  @TempDir Path directory;
  private AdminBench bench;
  private AuditCalls calls;
  private final Sent sent = new Sent();

  /** Counts what goes to the operator, and keeps the last of it. */
  private static final class Sent implements StreamObserver<AuditLine> {
    private long lines;
    private final List<AuditLine> last = new ArrayList<>();

    @Override
    public void onNext(AuditLine line) {
      lines++;
      if (last.size() == 10) {
        last.remove(0);
      }
      last.add(line);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onCompleted() {}
  }

  @BeforeEach
  void open() {
    bench = new AdminBench(directory.resolve("coordinator"));
    calls =
        new AuditCalls(
            bench.chair, new AuditCalls.Desk(bench.agents, bench.audit, "coord1", bench.clock));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A record of that number, right in itself. */
  private ByteString record(long sequence) {
    byte[] body = CanonicalJson.encode(body(sequence).build());
    return ByteString.copyFrom(
        CanonicalJson.encode(body(sequence).put("digest", Digest.of(body).hex()).build()));
  }

  private List<ByteString> records(int howMany) {
    return LongStream.rangeClosed(1, howMany).mapToObj(this::record).toList();
  }

  private Json.ObjectBuilder body(long sequence) {
    return Json.object()
        .put("format", "keyparity.audit/1")
        .put("at", bench.clock.instant().toString())
        .put("event", "install")
        .put("fields", Json.object().build())
        .put("prev", "0".repeat(64))
        .put("seq", sequence);
  }

  private void keeps(String keeper, String of, long sequence) {
    bench.agents.on(
        "AnchorAudit",
        keeper,
        (call, request) -> {
          var asked = (AnchorAuditRequest) request;
          assertThat(asked.getSequence()).as("a question, not something to keep").isZero();
          boolean known = asked.getOf().equals(of);
          return AnchorAuditReply.newBuilder()
              .setStoredSequence(known ? sequence : 0)
              .setStoredDigest((known ? "a" : "0").repeat(64))
              .build();
        });
  }

  @Test
  void anchors_ofAHost_areAskedOfTheOthers_andASilentOneIsNamed() {
    keeps("kms1", "kms2", 7);
    bench.agents.unreachable("AnchorAudit", "kms3");

    ReadAnchorsReply reply =
        calls.anchors(
            ReadAnchorsRequest.newBuilder().setService("kms-prod").setHost("kms2").build());

    assertThat(reply.getAnchorsList())
        .containsExactly(
            AuditAnchor.newBuilder()
                .setKeptBy("kms1")
                .setSequence(7)
                .setDigest("a".repeat(64))
                .build());
    assertThat(reply.getSilentList()).singleElement().asString().startsWith("kms3: ");
    assertThat(bench.agents.asked("AnchorAudit")).extracting("call.host").doesNotContain("kms2");
  }

  @Test
  void anchors_ofTheCoordinator_areAskedOfEveryHost() {
    keeps("kms1", "coordinator_coord1", 3);
    keeps("kms2", "coordinator_coord2", 9);
    keeps("kms3", "coordinator_coord1", 4);

    ReadAnchorsReply reply = calls.anchors(ReadAnchorsRequest.getDefaultInstance());

    assertThat(reply.getAnchorsList())
        .extracting(AuditAnchor::getKeptBy)
        .containsExactly("kms1", "kms3");
  }

  /**
   * The agent of kms1 answers full pages of which only the last line is worth reading.
   *
   * @param last which record ends the page that begins there
   */
  private void endless(LongUnaryOperator last) {
    bench.agents.on(
        "ReadAudit",
        "kms1",
        (call, request) -> {
          var asked = (dev.keyparity.proto.agent.v1.ReadAuditRequest) request;
          List<dev.keyparity.proto.agent.v1.AuditLine> page =
              new ArrayList<>(
                  Collections.nCopies(
                      asked.getLimit() - 1,
                      dev.keyparity.proto.agent.v1.AuditLine.getDefaultInstance()));
          page.add(
              dev.keyparity.proto.agent.v1.AuditLine.newBuilder()
                  .setLine(record(last.applyAsLong(asked.getFromSequence())))
                  .build());
          return page;
        });
  }

  private void agentHas(List<ByteString> records) {
    bench.agents.on(
        "ReadAudit",
        "kms1",
        (call, request) -> {
          var asked = (dev.keyparity.proto.agent.v1.ReadAuditRequest) request;
          return records.stream()
              .skip(Math.max(0, asked.getFromSequence() - 1))
              .limit(asked.getLimit())
              .map(
                  line -> dev.keyparity.proto.agent.v1.AuditLine.newBuilder().setLine(line).build())
              .toList();
        });
  }

  private void read(String host, long from, int limit) {
    calls.read(
        ReadAuditRequest.newBuilder()
            .setService(AdminBench.SERVICE)
            .setHost(host)
            .setFromSequence(from)
            .setLimit(limit)
            .build(),
        sent);
  }

  @Test
  void read_withoutHost_isThisCoordinatorsOwn() throws Exception {
    AdminBench.asAlice(
        () -> {
          bench.audit.wanted("survey", Map.of("service", "kms-prod"));
          bench.audit.wanted("validate", Map.of("service", "kms-prod"));
          return null;
        });

    read("", 2, 0);

    assertThat(sent.last)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getSource()).isEqualTo("coordinator coord1");
              assertThat(line.getLine().toStringUtf8()).contains("\"event\":\"validate\"");
            });
  }

  @Test
  void read_hostsLogOfSeveralPages_isWhole_andAsStored() {
    List<ByteString> records = records(PAGE + 3);
    agentHas(records);

    read("kms1", 0, 0);

    assertThat(sent.lines).isEqualTo(PAGE + 3);
    assertThat(sent.last.get(9).getSource()).isEqualTo("agent kms1");
    assertThat(sent.last.get(9).getLine()).isEqualTo(records.get(PAGE + 2));
    assertThat(bench.agents.asked("ReadAudit")).hasSize(2);
  }

  @Test
  void read_limit_isKept_andNoMoreIsAsked() {
    agentHas(records(10));

    read("kms1", 3, 4);

    assertThat(sent.last)
        .extracting(line -> line.getLine().toStringUtf8())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"seq\":3}"),
            line -> assertThat(line).contains("\"seq\":4}"),
            line -> assertThat(line).contains("\"seq\":5}"),
            line -> assertThat(line).contains("\"seq\":6}"));
    assertThat(bench.agents.asked("ReadAudit")).hasSize(1);
  }

  @Test
  void read_hostThatIsNot_namesThoseThatAre() {
    KeyparityException refused = AdminBench.refusal(() -> read("kms9", 0, 0));

    assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_HOST);
    assertThat(refused.operatorMessage())
        .isEqualTo("host: kms9 (expected: one of kms1, kms2, kms3)");
  }

  @Test
  void read_agentThatCannotBeAsked_saysSo() {
    bench.agents.unreachable("ReadAudit", "kms1");

    assertThat(AdminBench.refusal(() -> read("kms1", 0, 0)).code())
        .isEqualTo(ErrorCode.PEER_UNREACHABLE);
  }

  /** The same page for ever. */
  @Test
  void read_pageThatDoesNotGoOn_endsAsBroken() {
    endless(from -> 7);

    KeyparityException refused = AdminBench.refusal(() -> read("kms1", 0, 0));

    assertThat(refused.code()).isEqualTo(ErrorCode.AUDIT_BROKEN);
    assertThat(refused.operatorMessage())
        .isEqualTo("audit log of kms1: record 7 ends a page of 5000 from 0");
    assertThat(bench.agents.asked("ReadAudit")).hasSize(1);
  }

  @Test
  void read_moreRecordsThanAskedFor_endsAsBroken_andPassesNoneOn() {
    List<ByteString> records = records(5);
    bench.agents.on(
        "ReadAudit",
        "kms1",
        (call, request) ->
            records.stream()
                .map(
                    line ->
                        dev.keyparity.proto.agent.v1.AuditLine.newBuilder().setLine(line).build())
                .toList());

    KeyparityException refused = AdminBench.refusal(() -> read("kms1", 0, 2));

    assertThat(refused.code()).isEqualTo(ErrorCode.AUDIT_BROKEN);
    assertThat(sent.lines).isZero();
  }

  /** A log that grows faster than it is read, or an agent that makes records up. */
  @Test
  void read_logWithoutEnd_endsAfterSoManyPages_sayingWhereToGoOn() {
    endless(from -> Math.max(1, from) + PAGE - 1);

    KeyparityException refused = AdminBench.refusal(() -> read("kms1", 0, 0));

    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refused.operatorMessage())
        .isEqualTo(
            "audit log of kms1: not read to its end (expected: at most 500000 records in 5 min)");
    assertThat(refused.whatToDo())
        .isEqualTo("keyparity audit show kms-prod --host kms1 --from 500001   reads on");
    assertThat(sent.lines).isEqualTo((long) PAGES * PAGE);
  }

  @Test
  void read_slowWithoutEnd_endsAfterItsTime() {
    endless(
        from -> {
          bench.clock.advance(Duration.ofMinutes(6));
          return PAGE;
        });

    KeyparityException refused = AdminBench.refusal(() -> read("kms1", 0, 0));

    assertThat(refused.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(refused.whatToDo())
        .isEqualTo("keyparity audit show kms-prod --host kms1 --from 5001   reads on");
    assertThat(sent.lines).isEqualTo(PAGE);
  }

  @Test
  void read_operatorWentAway_asksTheAgentNoMore() {
    Context.CancellableContext call = Context.current().withCancellation();
    endless(
        from -> {
          call.cancel(null);
          return PAGE;
        });

    KeyparityException refused = AdminBench.refusal(() -> call.run(() -> read("kms1", 0, 0)));

    assertThat(refused.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(bench.agents.asked("ReadAudit")).hasSize(1);
  }
}
