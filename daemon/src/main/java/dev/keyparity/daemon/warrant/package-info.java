/**
 * Operators' authority as signed bytes: warrants, identity statements and revocations, the keys
 * that sign them and the rules by which an agent believes them.
 *
 * <p>Invariants: a signature covers the canonical bytes and the name of their format, so no
 * document can pass for one of another kind; a reader refuses what it does not know; whether an act
 * is allowed is decided by pure functions ({@link dev.keyparity.daemon.warrant.PinnedOperators},
 * {@link dev.keyparity.daemon.warrant.WarrantCheck}). Which warrants were consumed or revoked is
 * the agent's durable knowledge, not this package's. It knows no key files and no network.
 */
@NullMarked
package dev.keyparity.daemon.warrant;

import org.jspecify.annotations.NullMarked;
