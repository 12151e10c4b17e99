/**
 * What every verb stands on: the options all of them take, the console, the configured context, the
 * connection to the leader, and the choice of service and run.
 *
 * <p>Invariants: nothing is read, connected or loaded before a verb asks for it, so that a verb
 * pays only for what it uses. This package knows no verb.
 */
@NullMarked
package dev.keyparity.cli.invocation;

import org.jspecify.annotations.NullMarked;
