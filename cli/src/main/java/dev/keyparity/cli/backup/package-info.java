/** {@code keyparity backup}: backups of the hosts' key and configuration directories. */
@NullMarked
package dev.keyparity.cli.backup;

import org.jspecify.annotations.NullMarked;
