/** {@code keyparity plan} and {@code keyparity approve}: see what would be done, and sign it. */
@NullMarked
package dev.keyparity.cli.plan;

import org.jspecify.annotations.NullMarked;
