/**
 * Simulated hosts, KMS, network, ZooKeeper and operator, and the real agents and coordinators on
 * them. The world records what it sees itself (bytes on disks, processes, who asked), and what
 * agents write into their audit log.
 */
@NullMarked
package dev.keyparity.testbed.simulator.world;

import org.jspecify.annotations.NullMarked;
