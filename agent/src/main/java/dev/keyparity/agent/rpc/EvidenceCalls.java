package dev.keyparity.agent.rpc;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.effect.AuditAnchors;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.audit.AuditVerdict;
import dev.keyparity.daemon.audit.AuditVerifier;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AnchorAuditReply;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The audit log, and the heads of others' audit logs. */
final class EvidenceCalls {
  private static final int MOST_LINES = 10_000;

  private final Requests requests;
  private final Replies replies;
  private final AgentIdentity agent;

  EvidenceCalls(Requests requests, Replies replies, AgentIdentity agent) {
    this.requests = requests;
    this.replies = replies;
    this.agent = agent;
  }

  void readAudit(ReadAuditRequest request, StreamObserver<AuditLine> out) {
    requests.read(request.getEnvelope());
    int limit = request.getLimit() == 0 ? MOST_LINES : Math.min(request.getLimit(), MOST_LINES);
    List<AuditRecord> records = new ArrayList<>();
    AuditVerdict verdict =
        AuditVerifier.scan(
            agent.audit().file(),
            List.of(),
            record -> {
              if (record.sequence() >= request.getFromSequence() && records.size() < limit) {
                records.add(record);
              }
            });
    for (AuditRecord record : records) {
      out.onNext(
          AuditLine.newBuilder()
              .setLine(ByteString.copyFrom(record.toString(), StandardCharsets.UTF_8))
              .build());
    }
    if (verdict instanceof AuditVerdict.Broken broken) {
      throw new KeyparityException(
          ErrorCode.AUDIT_BROKEN,
          "audit log %s: line %d: %s"
              .formatted(agent.audit().file(), broken.line(), broken.problem()),
          "keep the file; keyparity audit verify --file " + agent.audit().file());
    }
  }

  AnchorAuditReply anchor(AnchorAuditRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    service.hosted().guard().admit(Requests.token(envelope), envelope.getHost());
    if (!request.getOf().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
        || !request.getDigest().matches("[0-9a-f]{64}")) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "anchor: of '%s' (expected: a name, and a SHA-256)".formatted(request.getOf()));
    }
    AuditAnchors.Anchor head = new AuditAnchors.Anchor(request.getSequence(), request.getDigest());
    AuditAnchors.Anchor stored =
        head.sequence() == 0
            ? agent.anchors().of(request.getOf()).orElse(head)
            : agent.anchors().keep(request.getOf(), head);
    return AnchorAuditReply.newBuilder()
        .setReply(replies.to(envelope, service))
        .setStoredSequence(stored.sequence())
        .setStoredDigest(stored.digest())
        .build();
  }
}
