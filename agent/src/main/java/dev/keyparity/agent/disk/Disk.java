package dev.keyparity.agent.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Where directories are. Thread-safe. */
public interface Disk {

  /**
   * Opens and holds a directory. Below the part of the path that only root can change, no component
   * may be a symbolic link.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws UnsafeFileException if a component is a symbolic link or not a directory
   */
  HeldDirectory open(Path directory) throws IOException;

  /**
   * Opens a directory of our own, after making what is missing of the path, mode 0700, durably. Not
   * for directories that belong to somebody else.
   */
  HeldDirectory openOrCreate(Path directory) throws IOException;
}
