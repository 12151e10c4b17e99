package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.duty.Anchoring.Errand;
import dev.keyparity.coordinator.duty.Anchoring.Handed;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.AgentHeader;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each host keep the head of another one's audit log, and of this coordinator's, during one
 * leadership: what tells that a log was cut or rewritten, also when ZooKeeper forgot how far it had
 * come.
 *
 * <p>Nothing waits for it: answers are judged in the turn after they came. A keeper that knows more
 * of a chain than its owner reported is no proof, because the report may be the older of the two;
 * so the owner is asked for that very record. If it has not, that is said to people and nothing is
 * done: a keeper's word is not signed by the owner, and one agent that lies must not stop the
 * others.
 */
final class AnchorDuty implements ServiceDuty {
  private static final Logger log = LoggerFactory.getLogger(AnchorDuty.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final String service;
  private final Ports ports;
  private final RunNotes notes;
  private final Supplier<Optional<NamedHead>> own;
  private final Map<String, Handed> handed = new HashMap<>();
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, AuditHead> told = new HashMap<>();

  /** What it looks at and asks. */
  record Ports(Fleet fleet, AgentCalls agents, Clock clock) {}

  /**
   * @param own the audit log of this coordinator; empty while it has none
   */
  AnchorDuty(String service, Ports ports, RunNotes notes, Supplier<Optional<NamedHead>> own) {
    this.service = service;
    this.ports = ports;
    this.notes = notes;
    this.own = own;
  }

  @Override
  public Duration turn(Fenced fenced) {
    for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
      answer.run();
    }
    TreeMap<String, AuditHead> heads = new TreeMap<>();
    TreeSet<String> askable = new TreeSet<>();
    for (HostView host : hosts()) {
      if (host.fresh().isPresent() && fenced.isFenced(host.host())) {
        askable.add(host.host());
        host.header().map(AnchorDuty::headOf).ifPresent(head -> heads.put(host.host(), head));
      }
    }
    Instant now = ports.clock().instant();
    for (Errand errand : Anchoring.next(heads, own.get(), askable, handed, now)) {
      handed.put(errand.of(), new Handed(errand.head(), now));
      hand(fenced, errand);
    }
    notes.write(fenced.token(), service);
    return Anchoring.PAUSE;
  }

  private Collection<HostView> hosts() {
    return ports
        .fleet()
        .snapshot()
        .service(service)
        .map(ServiceView::hosts)
        .map(Map::values)
        .orElse(List.of());
  }

  private static AuditHead headOf(AgentHeader header) {
    return header.auditSequence() < 1
        ? AuditHead.EMPTY
        : new AuditHead(header.auditSequence(), header.auditHead());
  }

  private void hand(Fenced fenced, Errand errand) {
    AnchorAuditRequest request =
        AnchorAuditRequest.newBuilder()
            .setOf(errand.of())
            .setSequence(errand.head().sequence())
            .setDigest(errand.head().digest())
            .build();
    CompletableFuture<AnchorAuditReply> asked =
        ports
            .agents()
            .anchorAudit(
                AgentCall.read(fenced.token(), service, errand.keeper(), DEADLINE), request);
    var unused =
        asked.whenComplete(
            (reply, failure) -> answers.add(() -> taken(fenced, errand, reply, failure)));
  }

  private void taken(
      Fenced fenced, Errand errand, @Nullable AnchorAuditReply reply, @Nullable Throwable failure) {
    if (reply == null) {
      log.debug("{}: {} keeps no audit head of {}", service, errand.keeper(), errand.of(), failure);
      handed.computeIfPresent(errand.of(), (of, last) -> new Handed(AuditHead.EMPTY, last.at()));
      return;
    }
    AuditHead kept = new AuditHead(reply.getStoredSequence(), reply.getStoredDigest());
    if (kept.equals(errand.head()) || kept.equals(told.get(errand.of()))) {
      return;
    }
    if (!errand.isOfHost()) {
      tell(errand, kept);
      return;
    }
    ReadAuditRequest request =
        ReadAuditRequest.newBuilder().setFromSequence(kept.sequence()).setLimit(1).build();
    var unused =
        ports
            .agents()
            .readAudit(AgentCall.read(fenced.token(), service, errand.of(), DEADLINE), request)
            .whenComplete(
                (lines, silent) -> {
                  if (lines != null && !holds(lines, kept)) {
                    answers.add(() -> tell(errand, kept));
                  }
                });
  }

  private static boolean holds(List<AuditLine> lines, AuditHead kept) {
    try {
      return !lines.isEmpty()
          && AuditRecord.parse(lines.get(0).getLine().toByteArray()).head().equals(kept);
    } catch (MalformedRecord e) {
      return false;
    }
  }

  private void tell(Errand errand, AuditHead kept) {
    told.put(errand.of(), kept);
    String words =
        "the audit log of %s has no record %d as %s keeps it: it was cut or rewritten, or %s lies"
            .formatted(errand.of(), kept.sequence(), errand.keeper(), errand.keeper());
    log.error("{}: {}", service, words);
    notes.say(Severity.CRITICAL, words);
  }
}
