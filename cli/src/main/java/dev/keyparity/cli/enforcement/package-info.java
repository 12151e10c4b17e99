/** {@code keyparity enforcement}: whether anything is done about drift by itself. */
@NullMarked
package dev.keyparity.cli.enforcement;

import org.jspecify.annotations.NullMarked;
