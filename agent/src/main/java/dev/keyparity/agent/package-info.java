/**
 * The agent process: its configuration, its wiring by hand, its beginning and its end.
 *
 * <p>Invariants: one agent for each state directory; the status endpoint starts first and stops
 * last; an interrupted install is settled before the first request is served. Nothing imports this
 * package.
 */
@NullMarked
package dev.keyparity.agent;

import org.jspecify.annotations.NullMarked;
