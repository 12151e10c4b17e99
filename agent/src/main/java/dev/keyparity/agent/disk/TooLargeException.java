package dev.keyparity.agent.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file holds more than its reader takes; it was not read to the end. */
public final class TooLargeException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  public TooLargeException(Path file, long largest) {
    super(
        file.toString(), null, "larger than %d bytes (expected: at most that)".formatted(largest));
  }
}
