/**
 * An observer that is independent of everything it observes: it asks the KMS hosts' ports by
 * itself, on threads and sockets of its own, and says afterwards which host was down when, and how
 * many at once.
 *
 * <p>Invariants: what it reports as down it has seen down; it never reports an outage that it only
 * infers; it never counts before all hosts have served for the first time.
 *
 * <p>It must not know keyparity, the KMS's keys, or who stops a host.
 */
@NullMarked
package dev.keyparity.testbed.lab.prober;

import org.jspecify.annotations.NullMarked;
