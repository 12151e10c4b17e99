package dev.keyparity.agent.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What is there is not what may be opened: a symbolic or hard link, a special file, a directory in
 * place of a file, or a file in place of a directory.
 */
public final class UnsafeFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * @param found what it is and what was expected: {@code a symbolic link (expected: …)}
   */
  public UnsafeFileException(Path file, String found) {
    super(file.toString(), null, found);
  }

  static UnsafeFileException wrongKind(Path file, Attributes.Kind found, Attributes.Kind wanted) {
    return new UnsafeFileException(file, word(found) + " (expected: " + word(wanted) + ")");
  }

  private static String word(Attributes.Kind kind) {
    return switch (kind) {
      case FILE -> "a regular file";
      case DIRECTORY -> "a directory";
      case SYMBOLIC_LINK -> "a symbolic link";
      case SPECIAL -> "a FIFO, socket or device";
    };
  }
}
