/**
 * Sees within milliseconds that a key directory changed, and says so until it knows what to.
 *
 * <h2>How a change is seen</h2>
 *
 * <ol>
 *   <li>The kernel's notices (inotify) of the key directory, and of its parent for the directory's
 *       own name: then the files are read. A full queue of notices counts as a notice.
 *   <li>At each heartbeat the file system is asked for identity, size, owner, mode and change times
 *       of directory and files, through the path as it is then: mounts, renames further up and lost
 *       notices show there. If anything differs, the files are read. The change time of the last
 *       reading must be clearly older than the reading itself; else a later change could carry the
 *       same time, and the files are read again.
 *   <li>Whenever a report is demanded the files are read.
 * </ol>
 *
 * <p>A reading that differs from the one before is told at once as {@code changing}; it is settled
 * when a second one, a little later, equals it.
 *
 * <p>Now and then a sentinel file in a directory of ours is written: if the kernel does not tell of
 * that, the notices are dead, and are made anew. Without them the heartbeat still sees changes, and
 * {@link dev.keyparity.agent.watch.WatchHealth} says so.
 *
 * <p>It must not know: what is approved, who listens, how reports travel.
 */
@NullMarked
package dev.keyparity.agent.watch;

import org.jspecify.annotations.NullMarked;
