/** {@code keyparity audit}: what was done, as each process wrote it down before doing it. */
@NullMarked
package dev.keyparity.cli.audit;

import org.jspecify.annotations.NullMarked;
