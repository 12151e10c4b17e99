/**
 * Key files on their way from one host to one other: sealed for a key that the target made for this
 * run alone, so that whoever carries the bytes (coordinator, removable media) can neither read nor
 * change nor redirect them. HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256 and AES-256-GCM.
 *
 * <p>Invariants: everything that says what a bundle is, for whom and until when is bound into the
 * encryption; a bundle opens only for exactly the context its target expects; nothing of the
 * payload is handed out before all of it is checked.
 *
 * <p>HPKE's base mode does not say who sealed. Who may (the warrant) and who did (the source's
 * signature over the bundle, the target's attestation of its key) is checked by others, over the
 * bytes given here. It must not know: certificates, warrants, transports, files on disk.
 */
@NullMarked
package dev.keyparity.keyring.seal;

import org.jspecify.annotations.NullMarked;
