/**
 * Real processes on this machine: how they are started so that they outlive a terminal, found
 * again, and ended for certain.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A process is signalled only when its command line proves that it is the one that was
 *       started: a process id alone may have been given to somebody else.
 *   <li>Whatever is started is registered with {@link
 *       dev.keyparity.testbed.lab.process.StartedProcesses} and ends with it, after an interrupt as
 *       well.
 * </ul>
 *
 * <p>It must not know what the processes do.
 */
@NullMarked
package dev.keyparity.testbed.lab.process;

import org.jspecify.annotations.NullMarked;
