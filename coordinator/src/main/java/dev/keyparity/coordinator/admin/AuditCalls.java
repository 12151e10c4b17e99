package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.duty.NamedHead;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.coordinator.v1.AuditAnchor;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsReply;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsRequest;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Audit logs, read as they are stored: this coordinator's own, or that of a host's agent. The
 * reader judges the chain; nothing is left out or put in order here.
 */
final class AuditCalls {
  private static final Duration READ = Duration.ofSeconds(30);

  /** What is asked of an agent at once. */
  private static final int PAGE = 5_000;

  /** Of one reading: half a million records, about as much as is held for a client that is slow. */
  private static final int PAGES = 100;

  private static final Duration ASK = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Chair chair;
  private final AgentCalls agents;
  private final OperatorAudit audit;
  private final String coordinator;
  private final Clock clock;

  AuditCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.agents = desk.agents();
    this.audit = desk.audit();
    this.coordinator = desk.coordinator();
    this.clock = desk.clock();
  }

  /**
   * Where audit logs are read.
   *
   * @param coordinator this one's name
   */
  record Desk(AgentCalls agents, OperatorAudit audit, String coordinator, Clock clock) {}

  /**
   * Oldest first; a limit of 0 is none.
   *
   * @throws KeyparityException OVERLOADED or DEADLINE_EXCEEDED if an agent's log has no end in
   *     sight
   */
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
          "host: %s (expected: one of %s)".formatted(host, String.join(", ", spec.agentHosts())),
          "keyparity service show " + spec.service());
    }
    readAll(AgentCall.read(token, spec.service(), host, READ), request, limit, out);
  }

  /**
   * What other hosts keep of an audit chain. A host that does not answer costs no other's answer.
   */
  ReadAnchorsReply anchors(ReadAnchorsRequest request) {
    FencingToken token = chair.token();
    boolean ofHost = !request.getHost().isEmpty();
    List<ServiceSpec> services =
        ofHost ? List.of(chair.service(request.getService())) : chair.services();
    String of = ofHost ? request.getHost() : NamedHead.nameOf(coordinator);
    TreeMap<String, String> keepers = new TreeMap<>();
    for (ServiceSpec spec : services) {
      spec.agentHosts().stream()
          .filter(host -> !host.equals(of))
          .forEach(host -> keepers.putIfAbsent(host, spec.service()));
    }
    AnchorAuditRequest question =
        AnchorAuditRequest.newBuilder().setOf(of).setDigest(AuditHead.EMPTY.digest()).build();
    ReadAnchorsReply.Builder reply = ReadAnchorsReply.newBuilder();
    for (HostRounds.Answer<AnchorAuditReply> answer :
        HostRounds.ask(
            keepers.keySet(),
            keeper -> {
              String service = keepers.getOrDefault(keeper, "");
              return agents.anchorAudit(AgentCall.read(token, service, keeper, ASK), question);
            })) {
      answer
          .value()
          .filter(kept -> kept.getStoredSequence() > 0)
          .map(kept -> anchor(answer.host(), kept))
          .ifPresent(reply::addAnchors);
      answer.error().ifPresent(reply::addSilent);
    }
    return reply.build();
  }

  private static AuditAnchor anchor(String keeper, AnchorAuditReply kept) {
    return AuditAnchor.newBuilder()
        .setKeptBy(keeper)
        .setSequence(kept.getStoredSequence())
        .setDigest(kept.getStoredDigest())
        .build();
  }

  /** Page by page, and never for ever: an agent may write faster than it is read, or lie. */
  private void readAll(
      AgentCall call, ReadAuditRequest request, long limit, StreamObserver<AuditLine> out) {
    String host = call.host();
    Instant end = clock.instant().plus(LONGEST);
    long from = request.getFromSequence();
    long left = limit;
    for (int pages = 0; left > 0; pages++) {
      requireWithin(call, pages, from, end);
      int wanted = (int) Math.min(left, PAGE);
      List<ByteString> page = page(call, from, wanted);
      send("agent " + host, page, out);
      if (page.size() < wanted) {
        return;
      }
      left -= wanted;
      from = after(host, from, page);
    }
  }

  private void requireWithin(AgentCall call, int pages, long from, Instant end) {
    String host = call.host();
    if (Context.current().isCancelled()) {
      throw new KeyparityException(
          ErrorCode.CANCELLED, "audit log of %s: nobody reads on".formatted(host));
    }
    if (pages == PAGES || clock.instant().isAfter(end)) {
      throw new KeyparityException(
          pages == PAGES ? ErrorCode.OVERLOADED : ErrorCode.DEADLINE_EXCEEDED,
          "audit log of %s: not read to its end (expected: at most %d records in %d min)"
              .formatted(host, (long) PAGES * PAGE, LONGEST.toMinutes()),
          "keyparity audit show %s --host %s --from %d   reads on"
              .formatted(call.service(), host, from));
    }
  }

  private List<ByteString> page(AgentCall call, long from, int wanted) {
    try {
      List<ByteString> page =
          agents
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
      if (page.size() > wanted) {
        throw broken(
            call.host(), "%d records came (expected: %d)".formatted(page.size(), wanted), null);
      }
      return page;
    } catch (ExecutionException e) {
      throw HostRounds.named(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted: audit log", "", e);
    }
  }

  /** Where the next page begins. Records have no gaps: a page that does not get there is none. */
  private static long after(String host, long from, List<ByteString> page) {
    try {
      long last = AuditRecord.parse(page.get(page.size() - 1).toByteArray()).sequence();
      if (last < from + page.size() - 1) {
        throw broken(
            host, "record %d ends a page of %d from %d".formatted(last, page.size(), from), null);
      }
      return last + 1;
    } catch (MalformedRecord e) {
      throw broken(host, String.valueOf(e.getMessage()), e);
    }
  }

  private static KeyparityException broken(
      String host, String problem, @Nullable MalformedRecord cause) {
    return new KeyparityException(
        ErrorCode.AUDIT_BROKEN,
        "audit log of %s: %s".formatted(host, problem),
        "keep the file on that host; there: keyparity audit verify --file FILE",
        cause);
  }

  private static void send(String source, List<ByteString> lines, StreamObserver<AuditLine> out) {
    lines.forEach(
        line -> out.onNext(AuditLine.newBuilder().setSource(source).setLine(line).build()));
  }
}
