package dev.keyparity.agent.guard.permit;

/**
 * How the giver's KMS is, observed for the permit that is to be signed.
 *
 * @param serves whether its process lives and answers
 * @param servingIdentity what its key file was when that process started; empty if unknown
 */
public record GiverFacts(boolean serves, String servingIdentity) {}
