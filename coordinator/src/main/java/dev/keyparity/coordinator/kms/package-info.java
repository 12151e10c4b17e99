/**
 * What a KMS answers when it is asked directly: the Hadoop KMS REST API, and the two questions made
 * of it, the survey (what can each host open?) and the decrypt matrix (can each open what another
 * made?).
 *
 * <p>Invariants: always one named host, never a load-balancing address; key material is never asked
 * for, and where an answer has some it is dropped unread; expected refusals are values, not
 * exceptions. Knows nothing of agents, runs or ZooKeeper.
 */
@NullMarked
package dev.keyparity.coordinator.kms;

import org.jspecify.annotations.NullMarked;
