/**
 * KMS hosts on this machine: the genuine Apache Hadoop KMS with the stand-in's provider, each in a
 * process, a directory and on a loopback address of its own, all on one port as operators run them.
 *
 * <p>Also what one asks such hosts from outside: each alone over REST, all pairs, and through
 * Hadoop's own load-balancing client.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A host is started and stopped only through its control script, the one that an agent is
 *       given.
 *   <li>A live process is not a serving host: after a port clash the server's process stays.
 *       Serving means it answers HTTP.
 *   <li>No key material that a KMS returns is kept or printed.
 * </ul>
 *
 * <p>It must not know keyparity's agent, coordinator or CLI, nor have Hadoop on its class path.
 */
@NullMarked
package dev.keyparity.testbed.lab.kms;

import org.jspecify.annotations.NullMarked;
