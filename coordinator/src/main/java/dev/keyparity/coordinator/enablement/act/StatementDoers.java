package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.PutStatementReply;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import java.util.Optional;

/** Gets the identity statement to an agent, and on record. */
final class StatementDoers {
  private final AgentCalls agents;
  private final ApprovedStatements statements;

  StatementDoers(AgentCalls agents, ApprovedStatements statements) {
    this.agents = agents;
    this.statements = statements;
  }

  ActResult put(Scene scene) throws InterruptedException {
    Optional<SignedDocument> document = document(scene);
    if (document.isEmpty()) {
      return none(scene);
    }
    PutStatementReply reply =
        Outcomes.await(
            scene.host(),
            agents.putStatement(
                scene.call(Deadlines.WRITE),
                PutStatementRequest.newBuilder()
                    .setStatement(WireDocuments.toMessage(document.get()))
                    .build()));
    return Outcomes.of(scene.host(), reply.getReply().getReceipt());
  }

  ActResult record(Scene scene) {
    Optional<SignedDocument> document = document(scene);
    if (document.isEmpty()) {
      return none(scene);
    }
    statements.record(scene.token(), scene.order().service(), document.get());
    return ActResult.done("identity statement on record");
  }

  private static Optional<SignedDocument> document(Scene scene) {
    return scene.world().approved().statement();
  }

  private static ActResult none(Scene scene) {
    return ActResult.notDone(
        "STATEMENT_MISSING",
        "plan of %s: no identity statement".formatted(scene.order().service()),
        "keyparity run abort, then make a new plan",
        Next.ASK_OPERATOR);
  }
}
