package dev.keyparity.agent.disk;

/** One thing that was asked of an {@link InMemoryDisk} and that changes it or makes it durable. */
public record Operation(int number, Kind kind, String path) {

  /** What was asked. */
  public enum Kind {
    CREATE,
    WRITE,
    SYNC_FILE,
    MOVE,
    LINK,
    DELETE,
    CREATE_DIRECTORY,
    DELETE_DIRECTORY,
    SYNC_DIRECTORY
  }

  /** Whether it needs room on the disk. */
  public boolean needsRoom() {
    return kind == Kind.CREATE
        || kind == Kind.WRITE
        || kind == Kind.CREATE_DIRECTORY
        || kind == Kind.LINK;
  }

  @Override
  public String toString() {
    return "#" + number + " " + kind + " " + path;
  }
}
