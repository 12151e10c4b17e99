/**
 * The effects an agent can have on its host, one class each, and the looks at the host they rest
 * on.
 *
 * <p>Invariants: every effect goes through {@link dev.keyparity.agent.guard.ServiceGuard}; key
 * files are written by the store alone; each effect can be found again after a crash, or says that
 * it cannot. This package does not know gRPC or the messages of the wire.
 */
@NullMarked
package dev.keyparity.agent.effect;

import org.jspecify.annotations.NullMarked;
