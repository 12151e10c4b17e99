package dev.keyparity.agent.rpc;

import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.EffectStage;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.Reply;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.Optional;

/** Writes the header that stands first in every reply. */
final class Replies {
  private static final int PROTOCOL = 1;

  private final AgentIdentity agent;

  Replies(AgentIdentity agent) {
    this.agent = agent;
  }

  Reply to(Envelope envelope, RpcService service) {
    return header(envelope, service).build();
  }

  Reply to(Envelope envelope, RpcService service, EffectRecord record) {
    return header(envelope, service).setReceipt(receipt(record)).build();
  }

  private Reply.Builder header(Envelope envelope, RpcService service) {
    AuditHead head = agent.audit().head();
    Optional<FencingToken> fenced = service.hosted().guard().fencedFor();
    Reply.Builder reply =
        Reply.newBuilder()
            .setProtocol(PROTOCOL)
            .setAgentInstance(agent.instance())
            .setGeneration(agent.generation().current())
            .setAuditSequence(head.sequence())
            .setAuditHead(head.digest())
            .setRequestId(envelope.getRequestId())
            .setStatementGeneration(
                service
                    .hosted()
                    .guard()
                    .statements()
                    .held()
                    .map(Statements.Held::statement)
                    .map(statement -> statement.generation())
                    .orElse(0L))
            .setNonce(envelope.getNonce());
    fenced.ifPresent(
        token -> reply.setHighestEpoch(token.epoch()).setHighestHolder(token.holder()));
    return reply;
  }

  private static Receipt receipt(EffectRecord record) {
    return Receipt.newBuilder()
        .setRequestId(record.id().hex())
        .setOutcome(outcome(record.stage()))
        .setAtMs(record.at().toEpochMilli())
        .setSummary(record.summary())
        .putAllFacts(record.facts())
        .build();
  }

  private static Receipt.Outcome outcome(EffectStage stage) {
    return switch (stage) {
      case DONE -> Receipt.Outcome.DONE;
      case FAILED -> Receipt.Outcome.FAILED;
      case BEGUN, INDETERMINATE -> Receipt.Outcome.INDETERMINATE;
      case SETTLED_DONE -> Receipt.Outcome.SETTLED_DONE;
      case SETTLED_NOT_DONE -> Receipt.Outcome.SETTLED_NOT_DONE;
    };
  }

  static PeerSigned signed(PeerDocument document) {
    return WireDocuments.toMessage(document.payload(), document.signature());
  }
}
