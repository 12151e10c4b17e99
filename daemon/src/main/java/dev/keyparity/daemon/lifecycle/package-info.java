/**
 * How our processes live: start and close in order, files that survive a crash, which process and
 * boot this is, word to systemd, and the log.
 *
 * <p>Invariants: a durable file is either its old or its new bytes, never something between, and
 * has its final mode from its first instant; closing ends within its bound. This package knows
 * nothing of what the files hold.
 */
@NullMarked
package dev.keyparity.daemon.lifecycle;

import org.jspecify.annotations.NullMarked;
