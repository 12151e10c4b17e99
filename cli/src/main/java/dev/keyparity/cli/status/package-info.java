/**
 * {@code keyparity status}: does every host hold the key, how is that known, and as of when?
 *
 * <p>Invariant: only IN_PARITY and EQUIVALENT are shown as good; what this version does not know,
 * is not.
 */
@NullMarked
package dev.keyparity.cli.status;

import org.jspecify.annotations.NullMarked;
