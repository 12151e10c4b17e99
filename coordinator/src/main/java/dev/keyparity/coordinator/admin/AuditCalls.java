package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Audit logs, read as they are stored: this coordinator's own, or that of a host's agent. The
 * reader judges the chain; nothing is left out or put in order here.
 */
final class AuditCalls {
  private static final Duration READ = Duration.ofSeconds(30);

  /** What is asked of an agent at once. */
  private static final int PAGE = 5_000;

  private final Chair chair;
  private final AgentCalls agents;
  private final OperatorAudit audit;
  private final String coordinator;

  AuditCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.agents = desk.agents();
    this.audit = desk.audit();
    this.coordinator = desk.coordinator();
  }

  /**
   * Where audit logs are read.
   *
   * @param coordinator this one's name
   */
  record Desk(AgentCalls agents, OperatorAudit audit, String coordinator) {}

  /** Oldest first; a limit of 0 is none. */
  void read(ReadAuditRequest request, StreamObserver<AuditLine> out) {
    long limit =
        request.getLimit() == 0 ? Long.MAX_VALUE : Integer.toUnsignedLong(request.getLimit());
    if (request.getHost().isEmpty()) {
      chair.token();
      int most = (int) Math.min(limit, Integer.MAX_VALUE);
      send("coordinator " + coordinator, audit.lines(request.getFromSequence(), most), out);
      return;
    }
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    String host = request.getHost();
    if (spec.agentOf(host).isEmpty()) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_HOST,
          "host: %s (expected: one of %s)".formatted(host, spec.agentHosts()),
          "keyparity service show " + spec.service());
    }
    long from = request.getFromSequence();
    List<ByteString> page;
    do {
      int wanted = (int) Math.min(limit, PAGE);
      page = page(AgentCall.read(token, spec.service(), host, READ), from, wanted);
      send("agent " + host, page, out);
      limit -= page.size();
      if (page.size() == wanted) {
        from = sequence(host, page.get(wanted - 1)) + 1;
      } else {
        limit = 0;
      }
    } while (limit > 0);
  }

  private List<ByteString> page(AgentCall call, long from, int wanted) {
    try {
      return agents
          .readAudit(
              call,
              dev.keyparity.proto.agent.v1.ReadAuditRequest.newBuilder()
                  .setFromSequence(from)
                  .setLimit(wanted)
                  .build())
          .get()
          .stream()
          .map(dev.keyparity.proto.agent.v1.AuditLine::getLine)
          .toList();
    } catch (ExecutionException e) {
      throw HostRounds.named(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted: audit log", "", e);
    }
  }

  private static long sequence(String host, ByteString line) {
    try {
      return AuditRecord.parse(line.toByteArray()).sequence();
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.AUDIT_BROKEN,
          "audit log of %s: %s".formatted(host, e.getMessage()),
          "keep the file on that host; keyparity audit verify --host " + host,
          e);
    }
  }

  private static void send(String source, List<ByteString> lines, StreamObserver<AuditLine> out) {
    lines.forEach(
        line -> out.onNext(AuditLine.newBuilder().setSource(source).setLine(line).build()));
  }
}
