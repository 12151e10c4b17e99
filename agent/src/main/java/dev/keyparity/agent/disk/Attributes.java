package dev.keyparity.agent.disk;

import java.time.Instant;

/**
 * What the file system says of one file or directory at one moment.
 *
 * @param node which file it is, whatever its name
 * @param links how many names it has (a directory: how many subdirectories and two)
 * @param mode the twelve permission bits
 * @param owner name of the owner, or its number if it has no name
 * @param modified when the content was last changed; whoever may write the file can set it
 * @param changed when content, owner, mode or name were last changed; nobody can set it
 */
public record Attributes(
    Kind kind,
    Node node,
    long size,
    int links,
    int mode,
    String owner,
    String group,
    Instant modified,
    Instant changed) {

  /** What sort of thing it is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    /** FIFO, socket or device. */
    SPECIAL
  }

  /** Device and inode number: the identity of a file on this host while it exists. */
  public record Node(long device, long inode) {}

  /** The mode as four octal digits, such as {@code 0600}. */
  public String octalMode() {
    return "%04o".formatted(mode);
  }
}
