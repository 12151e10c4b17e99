package dev.keyparity.agent.guard.permit;

/**
 * One host's question to every other host: may my KMS be stopped?
 *
 * @param generation of the asker's identity statement
 * @param nonce never used before by this asker for this service
 */
public record Ask(String service, long generation, String asker, long nonce, Standing standing) {}
