/**
 * {@code keyparity recovery-key}: keys that open backups when nothing else is left.
 *
 * <p>Invariant: a secret key is written once, to a file of its own with mode 0600, and never shown.
 */
@NullMarked
package dev.keyparity.cli.recoverykey;

import org.jspecify.annotations.NullMarked;
