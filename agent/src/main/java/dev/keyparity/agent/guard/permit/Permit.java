package dev.keyparity.agent.guard.permit;

/**
 * One host's answer to one {@link Ask}: that it has begun no stop of its own, and how its KMS is.
 *
 * @param nonce the asker's
 * @param serves whether the giver's KMS serves
 * @param servingIdentity the key identity of the giver's serving process: what its file was when
 *     that process started; empty if unknown or nothing serves
 */
public record Permit(
    String service,
    long generation,
    String asker,
    long nonce,
    String giver,
    Standing giverStanding,
    boolean serves,
    String servingIdentity) {}
