/**
 * The audit log: what was done, before it was done, in a chain nobody can mend unseen.
 *
 * <p>Invariants: a record is on disk before {@link dev.keyparity.daemon.audit.AuditLog#append}
 * returns; each record holds the digest of the one before; a log that cannot be written or does not
 * verify takes no record, so its owner does nothing. Only a head that somebody else remembers shows
 * a log rewritten as a whole or cut at its end. This package does not know what the events mean.
 */
@NullMarked
package dev.keyparity.daemon.audit;

import org.jspecify.annotations.NullMarked;
