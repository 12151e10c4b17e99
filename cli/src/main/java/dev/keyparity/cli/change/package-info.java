/** The noun {@code change}: files beside the key that are to become others, on purpose. */
@NullMarked
package dev.keyparity.cli.change;

import org.jspecify.annotations.NullMarked;
