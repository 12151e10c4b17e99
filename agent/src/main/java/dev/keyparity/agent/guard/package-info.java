/**
 * What this host lets anybody do to it: the fence against former leaders, warrants, identity
 * statements, receipts, and the order in which an effect happens.
 *
 * <p>Invariants: no effect under a stale leadership, without its warrant, without its audit line,
 * or twice for one request id; at most one effect of a service at a time; everything an answer
 * rests on is durable before the answer. Decisions are pure where they can be; {@link
 * dev.keyparity.agent.guard.ServiceGuard} is the one place that strings them together. This package
 * does not know gRPC, how files are written or how a KMS is stopped: those are {@link
 * dev.keyparity.agent.guard.Effect}s handed to it.
 */
@NullMarked
package dev.keyparity.agent.guard;

import org.jspecify.annotations.NullMarked;
