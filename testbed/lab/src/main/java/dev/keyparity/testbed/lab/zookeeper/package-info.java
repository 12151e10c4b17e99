/**
 * Real ZooKeeper servers, each in a process and a directory of its own.
 *
 * <p>Invariants: a server keeps its client port and its data for life, whatever stops it; access
 * control lists of the digest scheme are enforced, and there is no super user who could pass them.
 *
 * <p>It must not know what is stored there.
 */
@NullMarked
package dev.keyparity.testbed.lab.zookeeper;

import org.jspecify.annotations.NullMarked;
