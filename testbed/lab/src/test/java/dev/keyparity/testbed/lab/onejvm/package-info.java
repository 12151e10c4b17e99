/**
 * The whole product in one virtual machine: real agents, real coordinators, real ZooKeeper, real
 * mutual TLS; only the KMS are doubles, which hold real rings and answer the real REST calls. One
 * virtual machine, so that anything can be dropped at an exact point: a lifeline is cut there, and
 * from then on nothing of that process reaches a socket, a file or a KMS.
 */
@NullMarked
package dev.keyparity.testbed.lab.onejvm;

import org.jspecify.annotations.NullMarked;
