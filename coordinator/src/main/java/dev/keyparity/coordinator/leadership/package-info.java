/**
 * The port to leadership: whether this coordinator leads, under which token, and who else does.
 *
 * <p>Invariants: there is a token exactly while this process may cause effects; a token that was
 * lost never comes back. This package knows nothing of how a leader is elected. Holding a token is
 * a belief, not a proof: agents and the record store check it (fencing).
 */
@NullMarked
package dev.keyparity.coordinator.leadership;

import org.jspecify.annotations.NullMarked;
