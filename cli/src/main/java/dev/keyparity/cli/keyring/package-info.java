/**
 * {@code keyparity keyring}: facts of a key directory or ring file, and the verdict on one against
 * another, on this machine alone.
 *
 * <p>Invariants: nothing is changed, gpg is not run, no secret byte is shown, no network is used.
 */
@NullMarked
package dev.keyparity.cli.keyring;

import org.jspecify.annotations.NullMarked;
