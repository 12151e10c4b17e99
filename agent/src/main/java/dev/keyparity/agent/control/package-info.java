/**
 * The KMS of a service on this host as a process: whether it lives and serves, since when, which
 * key it loaded; and how it is started and stopped.
 *
 * <p>Invariants: nothing here kills a process; what cannot be told is said to be unknown, never
 * guessed; no declared command is run through a shell, and each has a deadline; a process is named
 * by boot, pid and start, so that a reused pid is another process. This package does not decide
 * whether a KMS may be stopped (that is the guard's), and it never reads a key file.
 */
@NullMarked
package dev.keyparity.agent.control;

import org.jspecify.annotations.NullMarked;
