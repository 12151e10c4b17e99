/**
 * What a key directory is: OpenPGP rings read to facts, facts compared to a {@link
 * dev.keyparity.keyring.Verdict}.
 *
 * <p>Invariants: no secret byte leaves this package (facts carry fingerprints and digests only); no
 * file is ever written; gpg is never run (it would migrate a live directory); a verdict in parity
 * needs a sound approved side and proof that the key material is the same; rubbish input yields
 * facts with reasons, never an unhandled exception and never an unbounded read.
 *
 * <p>It must not know: networks, daemons, ZooKeeper, who approved what and why.
 */
@NullMarked
package dev.keyparity.keyring;

import org.jspecify.annotations.NullMarked;
