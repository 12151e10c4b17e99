/**
 * The file-system port of the agent: the few operations on directories and files that its writers
 * need, and the Linux adapter.
 *
 * <p>It exists so that the store, the backups and the settings writer can be tested with a disk
 * that fills up, fails and loses power, and so that the simulator can replace it.
 *
 * <p>Invariants: every operation goes through a directory that is held open, never through a path
 * that somebody could have changed meanwhile; symbolic links are not followed below what root alone
 * controls; a file is checked to be regular and to have one name after it was opened, on the open
 * file; nothing is durable until it was forced, and then it is.
 *
 * <p>It must not know: keys, services, backups, formats.
 */
@NullMarked
package dev.keyparity.agent.disk;

import org.jspecify.annotations.NullMarked;
