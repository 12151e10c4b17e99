/**
 * Where the guard keeps what must outlive a crash: named small records, each written whole and
 * durably.
 *
 * <p>Invariants: when a write returns, the record survives a power cut; when it throws, the record
 * is the former or the new one; a record that does not parse is never passed over. This package
 * does not know what the records mean.
 */
@NullMarked
package dev.keyparity.agent.guard.state;

import org.jspecify.annotations.NullMarked;
