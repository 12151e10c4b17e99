/**
 * {@code keyparity run}: what a run did, does and waits for, and how an operator makes it go on.
 *
 * <p>Leaving a run that is followed never changes it.
 */
@NullMarked
package dev.keyparity.cli.run;

import org.jspecify.annotations.NullMarked;
