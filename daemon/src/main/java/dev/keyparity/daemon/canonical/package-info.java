/**
 * Canonical JSON: the one byte form in which signed, hashed or chained records are written.
 *
 * <p>Invariants: one value has exactly one encoding, and the parser refuses every other; integers
 * only; no nulls. The form is a subset of RFC 8785 (JCS), so other tools can reproduce it. This
 * package knows nothing of what the records mean.
 */
@NullMarked
package dev.keyparity.daemon.canonical;

import org.jspecify.annotations.NullMarked;
