/** {@code keyparity host}: which hosts a service has. */
@NullMarked
package dev.keyparity.cli.host;

import org.jspecify.annotations.NullMarked;
