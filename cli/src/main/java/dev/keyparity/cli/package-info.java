/**
 * The {@code keyparity} command: its words, how it starts, how it fails and how it ends.
 *
 * <p>One package per noun, one class per verb. A client of the coordinator's admin API and of the
 * keyring library; it knows nothing of the coordinator's own code.
 */
@NullMarked
package dev.keyparity.cli;

import org.jspecify.annotations.NullMarked;
