/**
 * A set of files as an ordinary OpenPGP-encrypted tar ({@code .tar.gpg}) with a manifest beside it:
 * written, read back, compared. Plain {@code gpg -d backup.tar.gpg | tar x} opens it with the key
 * of any recipient, without this program.
 *
 * <p>Invariants: plaintext never touches a disk here; links are never followed; the manifest holds
 * the digest of the whole ciphertext and that is checked before anything else, because a flipped
 * byte in one recipient's packet leaves decryption by all others intact; a container counts as good
 * only after every entry was decrypted again and compared.
 *
 * <p>It must not know: where containers are kept, who receives copies, what is restored when.
 */
@NullMarked
package dev.keyparity.keyring.container;

import org.jspecify.annotations.NullMarked;
