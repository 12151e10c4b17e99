/**
 * {@code keyparity evidence}: one signed file of what is on record of a service, and its
 * verification with nothing but the file and the public keys that it names.
 *
 * <p>Invariants: the file holds what was said, never a sum of it, so that sums are made by whoever
 * verifies; what nothing in it shows counts as not known, never as good. Verifying asks nobody.
 */
@NullMarked
package dev.keyparity.cli.evidence;

import org.jspecify.annotations.NullMarked;
