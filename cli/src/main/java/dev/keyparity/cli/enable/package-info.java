/**
 * {@code keyparity enable}, {@code adopt} and {@code repair}: a plan, a confirmation, a signature,
 * a run that is followed.
 */
@NullMarked
package dev.keyparity.cli.enable;

import org.jspecify.annotations.NullMarked;
