package dev.keyparity.coordinator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentHeader;
import dev.keyparity.coordinator.fleet.AgentRpc;
import dev.keyparity.coordinator.fleet.FakeFleet;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of real audit logs, kept by hosts in memory. */
class AnchorDutyTest {
  private static final String SERVICE = "kms-prod";

  @TempDir Path directory;
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-24T14:00:00Z"));
  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final FencingToken token = leadership.gain();
  private final Evidence evidence = new Evidence(new InMemoryRecordStore(clock, leadership::holds));
  private final FakeFleet fleet = new FakeFleet();
  private final Keepers keepers = new Keepers();
  private Optional<NamedHead> own = Optional.empty();
  private AnchorDuty duty = duty();

  private AnchorDuty duty() {
    return new AnchorDuty(
        SERVICE,
        new AnchorDuty.Ports(fleet, keepers, clock),
        new RunNotes(evidence, clock),
        () -> own);
  }

  /** What each host keeps, moving forward only, and what each host's own log has. */
  private final class Keepers implements AgentCalls {
    private final Map<String, TreeMap<String, AuditHead>> kept = new HashMap<>();
    private final Map<String, Path> logs = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private String silent = "";

    @Override
    @SuppressWarnings("unchecked") // only anchors are asked for
    public <Q extends Message, R extends Message> CompletableFuture<R> invoke(
        AgentRpc<Q, R> rpc, AgentCall call, Q request) {
      AnchorAuditRequest anchor = (AnchorAuditRequest) request;
      asked.add("%s keeps %s %d".formatted(call.host(), anchor.getOf(), anchor.getSequence()));
      if (call.host().equals(silent)) {
        return CompletableFuture.failedFuture(
            new KeyparityException(ErrorCode.PEER_UNREACHABLE, "connection refused"));
      }
      AuditHead stored =
          kept.computeIfAbsent(call.host(), host -> new TreeMap<>())
              .merge(
                  anchor.getOf(),
                  new AuditHead(anchor.getSequence(), anchor.getDigest()),
                  (before, now) -> now.sequence() > before.sequence() ? now : before);
      return (CompletableFuture<R>)
          CompletableFuture.completedFuture(
              AnchorAuditReply.newBuilder()
                  .setStoredSequence(stored.sequence())
                  .setStoredDigest(stored.digest())
                  .build());
    }

    @Override
    public CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request) {
      try {
        return CompletableFuture.completedFuture(
            Files.readAllLines(logs.getOrDefault(call.host(), directory)).stream()
                .skip(request.getFromSequence() - 1)
                .limit(request.getLimit())
                .map(line -> AuditLine.newBuilder().setLine(ByteString.copyFromUtf8(line)).build())
                .toList());
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public CompletableFuture<PutCopyReply> relayCopy(
        AgentCall from, GetCopyRequest request, AgentCall to) {
      throw new UnsupportedOperationException();
    }
  }

  /** A host's audit log has so many records now, and it reports so. */
  private void grow(String host, int records, String what) {
    Path log = directory.resolve(host + ".jsonl");
    keepers.logs.put(host, log);
    try (AuditLog audit = AuditLog.open(log, clock)) {
      while (audit.head().sequence() < records) {
        audit.append(what, Map.of("host", host));
      }
      report(host, audit.head());
    }
  }

  private void report(String host, AuditHead head) {
    fleet.put(
        SERVICE,
        new HostView(
            host,
            Freshness.FRESH,
            "",
            Duration.ZERO,
            HostReport.newBuilder().setHost(host).build(),
            new AgentHeader("i", 1, head.sequence(), head.digest(), 1, "coord1", 0)));
  }

  private void turn() {
    Map<String, List<String>> underWay = new HashMap<>();
    List.of("kms1", "kms2", "kms3").forEach(host -> underWay.put(host, List.of()));
    duty.turn(new Fenced(token, underWay, Map.of()));
  }

  private void nextTurn() {
    clock.advance(Anchoring.PAUSE);
    turn();
  }

  private List<String> events() {
    return evidence.events(SERVICE).events().stream().map(Event::message).toList();
  }

  @Test
  void heads_areKeptByTheNextHost_onceForEachHead() {
    grow("kms1", 1, "a");
    grow("kms2", 2, "a");
    grow("kms3", 3, "a");
    own = Optional.of(new NamedHead(NamedHead.nameOf("coord1"), new AuditHead(5, "5".repeat(64))));

    turn();
    nextTurn();

    assertThat(keepers.asked)
        .containsExactly(
            "kms2 keeps kms1 1",
            "kms3 keeps kms2 2",
            "kms1 keeps kms3 3",
            "kms1 keeps coordinator_coord1 5");
    grow("kms2", 4, "a");
    turn();
    assertThat(keepers.asked).endsWith("kms3 keeps kms2 4");
    grow("kms2", 5, "a");
    turn();
    assertThat(keepers.asked).as("not more often than once in a while").hasSize(5);
    nextTurn();
    assertThat(keepers.asked).endsWith("kms3 keeps kms2 5");
    assertThat(events()).isEmpty();
  }

  @Test
  void keeper_thatIsSilent_isAskedAgainLater() {
    grow("kms1", 1, "a");
    grow("kms2", 2, "a");
    keepers.silent = "kms2";

    turn();
    turn();
    assertThat(keepers.asked).containsExactly("kms2 keeps kms1 1", "kms1 keeps kms2 2");
    keepers.silent = "";
    nextTurn();

    assertThat(keepers.asked).hasSize(3).endsWith("kms2 keeps kms1 1");
  }

  @Test
  void logCutWhileNobodyLed_isToldOnce() throws IOException {
    grow("kms1", 1, "a");
    grow("kms2", 9, "a");
    turn();
    List<String> lines = Files.readAllLines(directory.resolve("kms2.jsonl"));
    Files.write(directory.resolve("kms2.jsonl"), lines.subList(0, 4));
    grow("kms2", 5, "b");
    duty = duty();

    turn();
    nextTurn();
    nextTurn();
    grow("kms2", 6, "b");
    nextTurn();
    nextTurn();

    assertThat(events())
        .containsExactly(
            "the audit log of kms2 has no record 9 as kms1 keeps it: it was cut or rewritten, or"
                + " kms1 lies");
  }

  @Test
  void logRewritten_toTheSameLength_isTold() throws IOException {
    grow("kms1", 1, "a");
    grow("kms2", 9, "a");
    turn();
    Files.delete(directory.resolve("kms2.jsonl"));
    grow("kms2", 12, "b");
    duty = duty();
    grow("kms2", 9, "b");
    report("kms2", new AuditHead(9, "b".repeat(64)));

    turn();
    nextTurn();

    assertThat(events()).hasSize(1);
  }

  @Test
  void keeper_thatKnowsMoreThanALateReport_isNoAlarm() {
    grow("kms1", 1, "a");
    grow("kms2", 9, "a");
    turn();
    AuditHead late = new AuditHead(3, "3".repeat(64));
    report("kms2", late);
    duty = duty();

    turn();
    nextTurn();
    nextTurn();

    assertThat(keepers.asked).contains("kms1 keeps kms2 3");
    assertThat(events()).isEmpty();
  }
}
