package dev.keyparity.keyring;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one key or subkey without showing a secret byte.
 *
 * @param algorithm a stable lower-case word, with the curve where there is one: {@code rsa}, {@code
 *     dsa}, {@code elgamal}, {@code ecdh-cv25519}, {@code eddsa-ed25519}, {@code ecdsa-nistp256}
 * @param bits the size of the modulus, prime or field
 * @param primary whether it is a primary key rather than a subkey
 * @param isProtected whether a passphrase encrypts the secret part
 * @param secretPresent whether the secret part is in the file (a stub or a public key has none)
 * @param secretConsistent whether the secret part provably fits the public part; null if that
 *     cannot be known (absent, protected, or an algorithm that is not checked)
 */
public record KeyFacts(
    Fingerprint fingerprint,
    String algorithm,
    int bits,
    boolean primary,
    boolean isProtected,
    boolean secretPresent,
    @Nullable Boolean secretConsistent) {}
