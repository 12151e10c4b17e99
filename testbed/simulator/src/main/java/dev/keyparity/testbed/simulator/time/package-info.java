/** One virtual clock and what waits for it; knows nothing of keyparity. */
@NullMarked
package dev.keyparity.testbed.simulator.time;

import org.jspecify.annotations.NullMarked;
