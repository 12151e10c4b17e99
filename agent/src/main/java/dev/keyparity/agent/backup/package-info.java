/**
 * Backups of a service's key and configuration directories on this host, and copies of other hosts'
 * backups. Ordinary OpenPGP files: {@code gpg -d ID.tar.gpg | tar x} with the key of any recipient
 * opens one without this program.
 *
 * <h2>Making a backup</h2>
 *
 * <ol>
 *   <li>At least one recovery key of the organization must be there; else nothing is made.
 *   <li>Both directories are walked through held handles, following no link, into an encrypted
 *       archive to the host's own backup key and every recovery key; written with mode 0600 under a
 *       provisional name, forced.
 *   <li>The file is opened again and read back: the digest of the whole ciphertext first, a
 *       session-key packet for each recipient, then every entry decrypted and compared with what
 *       was read.
 *   <li>Both directories are read again and compared with the archive. If anything changed, the
 *       archive is thrown away and it starts over, a bounded number of times.
 *   <li>The file gets its name, then the record ({@code keyparity.backup/1}) beside it is made
 *       durable. Only what has a record counts.
 * </ol>
 *
 * <p>Nothing with a record is ever deleted or overwritten here: a backup may be the last place
 * where a key exists. Retention is for people with the recovery key, not for programs.
 *
 * <p>It must not know: networks, how copies travel, who signs, when a backup is made.
 */
@NullMarked
package dev.keyparity.agent.backup;

import org.jspecify.annotations.NullMarked;
