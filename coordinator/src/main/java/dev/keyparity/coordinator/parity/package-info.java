/**
 * Whether each host holds the approved key, as of now, and what is told when one does not.
 *
 * <p>Invariants: judging is pure and made anew for each question, so nothing is shown that was true
 * once; only {@code IN_PARITY} and {@code EQUIVALENT} are good, and nothing else is ever shown as
 * good; a drift is put on record once, whichever coordinator leads; what a run of ours is about to
 * change, by exact digest, raises no alarm. This package acts on no host: its only effects are its
 * own records.
 */
@NullMarked
package dev.keyparity.coordinator.parity;

import org.jspecify.annotations.NullMarked;
