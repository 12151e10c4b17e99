/** {@code keyparity key}: acts on single key versions. */
@NullMarked
package dev.keyparity.cli.key;

import org.jspecify.annotations.NullMarked;
