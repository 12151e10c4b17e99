/**
 * Who may act, and which act is which: the fencing token of a leadership and the identity of one
 * request.
 *
 * <p>Both sides of the wire derive these the same way, so they live here. This package knows
 * nothing of how a leader is elected (coordinator) or of what an agent remembers (agent).
 */
@NullMarked
package dev.keyparity.daemon.fencing;

import org.jspecify.annotations.NullMarked;
