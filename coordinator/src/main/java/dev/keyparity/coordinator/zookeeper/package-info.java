/**
 * The one adapter to ZooKeeper: the session, the election and the durable records.
 *
 * <p>Invariants: {@link dev.keyparity.coordinator.zookeeper.ZPaths} owns every path; every znode is
 * made with an ACL for our own digest identity alone; every write is one transaction with a check
 * of the epoch znode, so that a leader that was outlived writes nothing; no call waits without a
 * deadline; watches only wake, decisions re-read. Nothing outside this package sees Curator or
 * ZooKeeper, and this package knows nothing of what the records mean.
 */
@NullMarked
package dev.keyparity.coordinator.zookeeper;

import org.jspecify.annotations.NullMarked;
