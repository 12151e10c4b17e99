package dev.keyparity.coordinator.fleet;

import dev.keyparity.proto.agent.v1.Reply;

/**
 * What every reply of an agent says about the agent itself.
 *
 * @param instance boot and process: another one after each restart of the agent
 * @param generation grows with every durable change; never goes back unless the disk did
 * @param auditHead digest of the newest audit record
 * @param highestEpoch of the service, as this agent has seen it; 0 if none
 * @param statementGeneration 0 if it holds no identity statement of the service
 */
public record AgentHeader(
    String instance,
    long generation,
    long auditSequence,
    String auditHead,
    long highestEpoch,
    String highestHolder,
    long statementGeneration) {

  public static AgentHeader of(Reply reply) {
    return new AgentHeader(
        reply.getAgentInstance(),
        reply.getGeneration(),
        reply.getAuditSequence(),
        reply.getAuditHead(),
        reply.getHighestEpoch(),
        reply.getHighestHolder(),
        reply.getStatementGeneration());
  }
}
