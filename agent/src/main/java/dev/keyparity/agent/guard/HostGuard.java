package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.daemon.identity.PeerSigner;
import dev.keyparity.daemon.identity.PeerVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the guards of all services on one host share.
 *
 * @param group the coordinator group this agent is enrolled in
 * @param host this host's name in service files
 * @param refusesEffects {@code effects: refuse}: nothing lifts it but the agent's own configuration
 * @param largestJump how far one fence may raise the epoch
 * @param unended what the audit log tells no end of, as it was read at start
 * @param monotonic time since an origin of its choice, by a clock nobody can set
 */
public record HostGuard(
    String group,
    String host,
    boolean refusesEffects,
    long largestJump,
    OperatorPolicy policy,
    StateFiles files,
    AuditTrail audit,
    UnendedEffects unended,
    AgentGeneration generation,
    TimeFloor time,
    PeerSigner signer,
    PeerVerifier verifier,
    Clock clock,
    Supplier<Duration> monotonic) {
  public static final long LARGEST_JUMP = 1_000_000;
}
