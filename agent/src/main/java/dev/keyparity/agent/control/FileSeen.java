package dev.keyparity.agent.control;

import java.time.Instant;

/**
 * A key file as it was seen at one moment.
 *
 * @param digest SHA-256, lower-case hex, or {@code absent}
 * @param identity key identity digest, lower-case hex; empty if it has none
 * @param changed when the kernel last changed content or name of it; nobody can set it. {@link
 *     Instant#EPOCH} if there is no file
 * @param node device and inode; empty if there is no file
 */
public record FileSeen(String digest, String identity, Instant changed, String node) {

  /** Whether nothing can have been written between this sighting and the other. */
  boolean isUntouchedSince(FileSeen earlier) {
    return equals(earlier);
  }
}
