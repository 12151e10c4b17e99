package dev.keyparity.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A directory held open: names given here are looked up in it and nowhere else, also after it was
 * renamed or another one was put in its place. Names are single path components. Not thread-safe,
 * except that different holders of one directory may work at once.
 *
 * <p>Changes of names (create, move, delete) survive a power cut only after {@link #sync}; contents
 * only after {@link WritableFile#sync}.
 */
public interface HeldDirectory extends Closeable {

  /** The path it was opened by; for messages only. */
  Path path();

  /** Of the directory itself. */
  Attributes attributes() throws IOException;

  /** Of the entry itself, not of what a symbolic link points to; empty if there is no such name. */
  Optional<Attributes> attributes(String name) throws IOException;

  /** Names of all entries, sorted. */
  List<String> names() throws IOException;

  /**
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws UnsafeFileException if it is not a directory, or a link to one
   */
  HeldDirectory openDirectory(String name) throws IOException;

  /**
   * Where a symbolic link points, as it is written; it is not followed.
   *
   * @throws java.nio.file.NotLinkException if it is none
   */
  String readLink(String name) throws IOException;

  /**
   * Makes and opens a directory; until it has its owner, only we may enter it.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  HeldDirectory createDirectory(String name, Ownership ownership) throws IOException;

  /**
   * Opens a file to read it. What the check says is said of the open file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws UnsafeFileException if it is a symbolic link or not a regular file
   */
  ReadableFile openFile(String name) throws IOException;

  /**
   * The same, and refuses a file that has another name somewhere: through a hard link somebody
   * could have us read, keep or hand out a file of another owner.
   *
   * @throws UnsafeFileException if it has more than one name
   */
  default ReadableFile openSoleFile(String name) throws IOException {
    ReadableFile file = openFile(name);
    try {
      int links = file.attributes().links();
      if (links > 1) {
        throw new UnsafeFileException(
            path().resolve(name), "a hard link, one of " + links + " names (expected: one name)");
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Makes a file, empty, with its final owner and mode.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  WritableFile createFile(String name, Ownership ownership) throws IOException;

  /**
   * Renames an entry, into this or another directory of the same file system, in one step; a file
   * of the new name is replaced.
   */
  void move(String name, HeldDirectory target, String newName) throws IOException;

  /**
   * Gives a file of this directory a second name, in this or another directory of the same file
   * system, so that it outlives the loss of the first.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the new name is taken
   */
  void link(String name, HeldDirectory target, String newName) throws IOException;

  /**
   * Removes a name that is not a directory.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  void deleteFile(String name) throws IOException;

  /** Removes an empty directory. */
  void deleteDirectory(String name) throws IOException;

  /** Makes all names in this directory survive a power cut. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
