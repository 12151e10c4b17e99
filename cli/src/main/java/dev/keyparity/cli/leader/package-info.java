/** {@code keyparity leader}: who leads, as every coordinator says. */
@NullMarked
package dev.keyparity.cli.leader;

import org.jspecify.annotations.NullMarked;
