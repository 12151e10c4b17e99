/**
 * What is on record about a service besides its runs: which key versions each host could open,
 * which were given up, which recovery keys were proven, what the hosts made of each other's data
 * keys, and what happened lately.
 *
 * <p>Invariants: each kind of record has one format and one codec, which refuses what it does not
 * know; a record holds no secret. This package decides nothing.
 */
@NullMarked
package dev.keyparity.coordinator.evidence;

import org.jspecify.annotations.NullMarked;
