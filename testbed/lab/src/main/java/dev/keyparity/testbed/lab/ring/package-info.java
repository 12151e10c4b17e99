/**
 * OpenPGP rings made and listed by the real GnuPG, as operators' hosts hold them.
 *
 * <p>Invariants: gpg never runs on a live key directory (version 2 migrates it, and even version 1
 * writes beside the ring); a private key lies only in the directory it is made for and, while gpg
 * works on it, in a directory of this user alone beside it, which is removed at once.
 *
 * <p>It must not know what a ring is used for.
 */
@NullMarked
package dev.keyparity.testbed.lab.ring;

import org.jspecify.annotations.NullMarked;
