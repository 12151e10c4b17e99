/**
 * The coordinator process: its configuration, its wiring and what it does while it leads.
 *
 * <p>Invariants: construction does no I/O, parts start in one visible order and stop in the
 * reverse; one thread owns what is done for a service, callbacks only wake it; nothing is done for
 * a service before its hosts were fenced under the present leadership. Knows every part of the
 * coordinator; no part knows it.
 */
@NullMarked
package dev.keyparity.coordinator;

import org.jspecify.annotations.NullMarked;
