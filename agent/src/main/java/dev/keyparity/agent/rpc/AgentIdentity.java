package dev.keyparity.agent.rpc;

import dev.keyparity.agent.effect.AuditAnchors;
import dev.keyparity.agent.guard.AgentGeneration;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.identity.PeerSigner;
import dev.keyparity.daemon.identity.PeerVerifier;
import java.nio.file.Path;

/**
 * What all replies of this agent have in common.
 *
 * @param instance boot and process: changes with every restart
 * @param incoming a directory of the agent's own for copies that are being received
 */
public record AgentIdentity(
    String group,
    String host,
    String instance,
    AgentGeneration generation,
    AuditLog audit,
    AuditAnchors anchors,
    PeerSigner signer,
    PeerVerifier verifier,
    Path incoming) {}
