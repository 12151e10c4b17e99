/**
 * What happened, in order, and the invariants that judge it. Sees recorded events only: no product
 * type but plain words comes in here.
 */
@NullMarked
package dev.keyparity.testbed.simulator.history;

import org.jspecify.annotations.NullMarked;
