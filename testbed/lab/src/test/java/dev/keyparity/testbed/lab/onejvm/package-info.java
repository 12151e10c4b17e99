/**
 * The whole product in one virtual machine: real agents, real coordinators, real ZooKeeper, real
 * mutual TLS; only the KMS are doubles, which hold real rings and answer the real REST calls. One
 * virtual machine, so that anything can be dropped at an exact point.
 */
@NullMarked
package dev.keyparity.testbed.lab.onejvm;

import org.jspecify.annotations.NullMarked;
