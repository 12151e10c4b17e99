/**
 * Configuration: each setting declared once, a file read into typed values, and everything that is
 * wrong with it said at once.
 *
 * <p>Invariants: a key nobody declared is an error; a problem names file, line, key, what was given
 * and what was expected; a secret's value is in no message. The declarations render the reference
 * table, so the two cannot part. This package does not know any setting.
 */
@NullMarked
package dev.keyparity.daemon.config;

import org.jspecify.annotations.NullMarked;
