/**
 * The noun {@code gate}: what the start gate on this very host would say, and the way past it in an
 * emergency. Asks no coordinator and no agent; what it judges by and leaves behind is the agent's.
 */
@NullMarked
package dev.keyparity.cli.gate;

import org.jspecify.annotations.NullMarked;
