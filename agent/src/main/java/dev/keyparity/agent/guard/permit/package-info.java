/**
 * Stop permits: how the agents of one service keep two of their KMS from being down through us at
 * once, whatever leaders, relays, replays, pauses and clocks do.
 *
 * <p>{@link dev.keyparity.agent.guard.permit.PermitState} is the whole protocol as an immutable
 * state with pure transitions; an exhaustive search of three agents under an adversarial relay
 * walks those very transitions. {@link dev.keyparity.agent.guard.permit.Permits} makes them durable
 * and reads and writes the signed documents.
 *
 * <p>Invariants: a nonce is durable before it is used and never used again; a begun stop is durable
 * before its effect and survives a crash; an ask and the permits given do not. This package knows
 * nothing of gRPC, of how a KMS is stopped, or of who relays the documents.
 */
@NullMarked
package dev.keyparity.agent.guard.permit;

import org.jspecify.annotations.NullMarked;
