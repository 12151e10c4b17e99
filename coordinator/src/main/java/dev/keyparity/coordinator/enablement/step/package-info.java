/**
 * The steps, one class each, and their order.
 *
 * <p>Each decides purely from the journal and a {@link dev.keyparity.coordinator.enablement.World};
 * what it wants done is an act by name. Invariants: a step asks for nothing that its plan does not
 * hold; it never goes on where a host's state is not freshly known; where it stops it names the
 * host and what the operator can do.
 */
@NullMarked
package dev.keyparity.coordinator.enablement.step;

import org.jspecify.annotations.NullMarked;
