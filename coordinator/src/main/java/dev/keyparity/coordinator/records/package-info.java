/**
 * The coordinator's durable records: small versioned values that outlive any one leader.
 *
 * <p>Invariants: every write is conditional on the version its writer read, and on the writer still
 * being the leader; a value says its own format. The consumers of records own their meaning and
 * codec; this package only names them, and knows nothing of ZooKeeper.
 */
@NullMarked
package dev.keyparity.coordinator.records;

import org.jspecify.annotations.NullMarked;
