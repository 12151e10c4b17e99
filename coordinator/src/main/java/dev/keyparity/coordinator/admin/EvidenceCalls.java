package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.evidence.VerdictRecords;
import dev.keyparity.coordinator.evidence.VerdictSpan;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.HostVerdicts;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceReply;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is on record of a service for whoever must show it later: which verdicts were seen, and what
 * operators signed. Read as it is stored; nothing is judged, and nobody is asked.
 */
final class EvidenceCalls {
  private final Chair chair;
  private final Desk desk;

  /**
   * What is read.
   *
   * @param group whose coordinators these are
   * @param coordinator this one's name
   * @param notOnRecord what was seen of a service's hosts and is not among the verdicts yet
   */
  record Desk(
      String group,
      String coordinator,
      VerdictRecords verdicts,
      Function<String, SortedMap<String, List<VerdictSpan>>> notOnRecord,
      ApprovedStatements statements,
      Plans plans,
      RunDesk runs,
      Function<String, SanctionedChanges> changes,
      Clock clock) {}

  EvidenceCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.desk = desk;
  }

  ReadEvidenceReply read(ReadEvidenceRequest request) {
    String service = chair.service(request.getService()).service();
    FencingToken token = chair.token();
    Instant since = Instant.ofEpochMilli(request.getSinceMs());
    ReadEvidenceReply.Builder reply =
        ReadEvidenceReply.newBuilder()
            .setGroup(desk.group())
            .setCoordinator(desk.coordinator())
            .setEpoch(token.epoch());
    desk.verdicts()
        .of(service, desk.notOnRecord().apply(service))
        .forEach((host, seen) -> reply.addVerdicts(message(host, seen.spans(), since)));
    approvals(service).stream().map(WireDocuments::toMessage).forEach(reply::addApprovals);
    // Last: nothing in it is younger than it says.
    return reply.setAtMs(desk.clock().millis()).build();
  }

  private static HostVerdicts message(String host, Collection<VerdictSpan> spans, Instant since) {
    HostVerdicts.Builder verdicts = HostVerdicts.newBuilder().setHost(host);
    for (VerdictSpan span : spans) {
      if (!span.until().isBefore(since)) {
        verdicts.addSpans(
            dev.keyparity.proto.coordinator.v1.VerdictSpan.newBuilder()
                .setVerdict(span.verdict().name())
                .setIdentity(span.identity())
                .setHeld(span.held())
                .setFromMs(span.from().toEpochMilli())
                .setUntilMs(span.until().toEpochMilli()));
      }
    }
    return verdicts.build();
  }

  /** Each document once, with all signatures that are known of it; none that nobody signed. */
  private Collection<SignedDocument> approvals(String service) {
    Stream<SignedDocument> inForce =
        desk.statements().find(service).map(ApprovedStatements.Recorded::document).stream();
    Stream<SignedDocument> planned =
        desk.plans().all(service).stream()
            .flatMap(plan -> Stream.concat(plan.statement().stream(), plan.warrant().stream()));
    Stream<SignedDocument> revoked =
        desk.runs().list(service).stream().flatMap(run -> RunDesk.revocationOf(run).stream());
    Stream<SignedDocument> changes =
        desk.changes().apply(service).entries().stream().map(SanctionedChanges.Entry::signed);
    Map<String, SignedDocument> once = new LinkedHashMap<>();
    Stream.of(inForce, planned, revoked, changes)
        .flatMap(documents -> documents)
        .filter(document -> !document.signatures().isEmpty())
        .forEach(document -> once.merge(text(document), document, EvidenceCalls::moreSigned));
    return once.values();
  }

  private static SignedDocument moreSigned(SignedDocument one, SignedDocument other) {
    return one.signatures().size() >= other.signatures().size() ? one : other;
  }

  private static String text(SignedDocument document) {
    return new String(document.payload(), StandardCharsets.UTF_8);
  }
}
