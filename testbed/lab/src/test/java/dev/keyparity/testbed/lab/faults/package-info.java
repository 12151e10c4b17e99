/**
 * Failures on real processes: three coordinators, a ZooKeeper ensemble of three, five agents with
 * five genuine Hadoop KMS, and a client that works all the while. Run by {@code make faults}, not
 * by {@code make test}.
 *
 * <p>What is judged is what was recorded, never what the product says of itself: the agents' audit
 * logs, how long each KMS did not answer, the client's own journal, and key files on disk and in
 * backups that gpg opens with the recovery key.
 */
@NullMarked
package dev.keyparity.testbed.lab.faults;

import org.jspecify.annotations.NullMarked;
