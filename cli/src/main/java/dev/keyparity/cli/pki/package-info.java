/**
 * {@code keyparity pki}: a small CA for those who have none, and operators' signing keys. Offline.
 */
@NullMarked
package dev.keyparity.cli.pki;

import org.jspecify.annotations.NullMarked;
