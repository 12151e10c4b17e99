/** {@code keyparity history}: what happened to a service, newest first. */
@NullMarked
package dev.keyparity.cli.history;

import org.jspecify.annotations.NullMarked;
