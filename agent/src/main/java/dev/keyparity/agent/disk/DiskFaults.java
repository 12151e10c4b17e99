package dev.keyparity.agent.disk;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.IOException;
import java.nio.file.Path;

/** Names what went wrong on a disk. */
public final class DiskFaults {
  private DiskFaults() {}

  /**
   * @param doing what was being done, such as {@code write}
   * @param file on what
   */
  public static KeyparityException reading(IOException e, String doing, Path file) {
    return of(e, doing, file, 0);
  }

  /** The same for something that needs room. */
  public static KeyparityException writing(IOException e, String doing, Path file) {
    return of(e, doing, file, 1);
  }

  private static KeyparityException of(IOException e, String doing, Path file, long wanted) {
    if (e instanceof UnsafeFileException || e instanceof TooLargeException) {
      return new KeyparityException(
          ErrorCode.UNREADABLE,
          doing + " " + e.getMessage(),
          "look at what is there: ls -la " + file,
          e);
    }
    return IoFaults.of(e, doing, file, wanted);
  }
}
