/**
 * The stand-in for a Key Trustee KMS: a key provider for the genuine Apache Hadoop KMS server that
 * seals every key version with the OpenPGP ring of its host and keeps it in a directory that all
 * hosts share.
 *
 * <p>The vendor's provider is proprietary; what matters for keyparity is its failure, and this
 * reproduces it: the ring is read once, at process start, and stays in memory; a version opens only
 * on a host whose ring holds the private key that sealed it; a host that starts without {@code
 * secring.gpg} makes a key of its own.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Key material leaves this package only through Hadoop's provider interface and never reaches
 *       a disk unsealed.
 *   <li>The key directory holds the ring and nothing else of ours.
 *   <li>A file in the shared store is whole or absent, and a version that was once acknowledged is
 *       never replaced.
 * </ul>
 *
 * <p>It must not know keyparity: nothing of the product is on its class path, and it is never on
 * the product's. Hadoop's contract wants {@link java.io.IOException}, so that is this module's one
 * exception type.
 */
@NullMarked
package dev.keyparity.testbed.kms;

import org.jspecify.annotations.NullMarked;
