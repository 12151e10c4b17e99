package dev.keyparity.agent.guard.permit;

import java.time.Instant;

/**
 * One host's word that the stop it began under an ask is over: a process started after it serves.
 *
 * @param nonce of the ask under which the stop was begun
 */
public record ServesAgain(
    String service, String host, long generation, long nonce, Instant processStarted) {}
