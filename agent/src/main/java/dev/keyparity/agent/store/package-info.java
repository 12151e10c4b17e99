/**
 * The only writer of key files on a host. What it replaces is in a verified backup first; what it
 * writes is there whole or not at all.
 *
 * <h2>Replacing the files of a key directory</h2>
 *
 * <ol>
 *   <li>Refused while a marker of an earlier replacement is there: {@code recover} first.
 *   <li>The directory is opened and held; its files are read; the gate decides on what was read:
 *       the key file is the one that the ticket expects; the new key file is the one it names,
 *       sound, of the approved identity; keys that would go are named as giving way; the backup,
 *       verified anew from its disk, holds exactly these present bytes; and unless the key identity
 *       stays the same, another host signed for a copy of that backup and no process of the KMS
 *       lives.
 *   <li>A staging directory that only we may enter is made inside the key directory; the new files
 *       are written there with their final owner and mode, forced, and read back.
 *   <li>The marker, with the old and new digest of each file, is made durable in the state
 *       directory. From here a start gate refuses to start the KMS.
 *   <li>The directory is read again: nothing may have changed. The KMS is asked after again: a
 *       start since step 2 is seen here, a later one meets the marker.
 *   <li>Each present file gets a second name in the staging directory: the file itself survives its
 *       replacement.
 *   <li>The other files are renamed into place, the directory is forced; the KMS is asked after a
 *       last time, for hosts without a start gate; then the key file is renamed into place,
 *       <em>last</em>. The key file decides which set is in force.
 *   <li>Verified from the disk, through the path as it is now: names, bytes, owners, modes. The
 *       replaced files, under their second names, still hold the bytes that were backed up; if
 *       somebody wrote to one meanwhile, it is put back.
 *   <li>The staging directory is removed, the key directory forced; then the marker is removed
 *       durably.
 * </ol>
 *
 * <h2>After a crash or a failure</h2>
 *
 * <ul>
 *   <li>No marker: the staging directory holds copies of new files only; it is removed.
 *   <li>Marker, key file is the new one: the rest is finished.
 *   <li>Marker, key file is the old one: the rest is undone, from the second names or from the
 *       backup.
 *   <li>Marker, key file is neither: somebody else wrote it. It is left alone, the marker goes, and
 *       whoever watches sees a foreign key.
 * </ul>
 *
 * <p>Properties: the key directory never lacks a key file that it had; recovery never changes the
 * key file, so it needs no stopped KMS; no file is unlinked whose bytes are not those that were
 * backed up (it is kept beside, in a directory named {@code .keyparity-kept-…}, and reported).
 *
 * <p>What remains: whoever renames another file over the key file between the second name and our
 * rename, a few microseconds apart, replaces what we kept with what we then replace; Linux could
 * exchange two names in one step, Java cannot ask for it. On a host without a start gate somebody
 * may start the KMS in the same moment.
 *
 * <p>It must not know: networks, warrants, leaders, how a KMS is stopped.
 */
@NullMarked
package dev.keyparity.agent.store;

import org.jspecify.annotations.NullMarked;
