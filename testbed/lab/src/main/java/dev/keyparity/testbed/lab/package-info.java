/**
 * The lab: whole systems of real processes on one machine, for tests and for {@code make demo}. Its
 * subpackages are building blocks that start and observe; what is done with them is told on top.
 *
 * <p>Everything lies below a directory that the caller names, runs as the user who calls, listens
 * on loopback only, and ends with {@link dev.keyparity.testbed.lab.process.StartedProcesses}.
 */
@NullMarked
package dev.keyparity.testbed.lab;

import org.jspecify.annotations.NullMarked;
