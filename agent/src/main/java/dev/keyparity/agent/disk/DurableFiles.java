package dev.keyparity.agent.disk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Whole small files on a {@link HeldDirectory}: read with a bound, replaced in one step. */
public final class DurableFiles {
  private static final String TEMPORARY = ".keyparity-tmp";

  private DurableFiles() {}

  /**
   * Replaces or makes a file: a temporary file with the final owner and mode, its bytes forced,
   * renamed over the file, the directory forced. A crash leaves the old or the new bytes.
   *
   * <p>Only for directories that nobody else may write: the name of the temporary file is fixed,
   * and what an earlier crash left of it is replaced.
   */
  public static void write(HeldDirectory directory, String name, byte[] bytes, Ownership ownership)
      throws IOException {
    String temporary = name + TEMPORARY;
    deleteIfPresent(directory, temporary);
    try (WritableFile file = directory.createFile(temporary, ownership)) {
      file.stream().write(bytes);
      file.sync();
    } catch (IOException e) {
      deleteQuietly(directory, temporary, e);
      throw e;
    }
    directory.move(temporary, directory, name);
    directory.sync();
  }

  /**
   * The bytes, or empty if there is no such file.
   *
   * @throws TooLargeException if there are more than {@code largest}
   */
  public static Optional<byte[]> read(HeldDirectory directory, String name, int largest)
      throws IOException {
    try (ReadableFile file = directory.openFile(name);
        InputStream in = file.stream()) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new TooLargeException(directory.path().resolve(name), largest);
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * The bytes of a file as a stream that holds the file open until it is closed.
   *
   * @throws NoSuchFileException if there is none
   */
  public static InputStream stream(Disk disk, Path directory, String name) throws IOException {
    try (HeldDirectory held = disk.open(directory)) {
      ReadableFile file = held.openSoleFile(name);
      return new FilterInputStream(file.stream()) {
        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    }
  }

  /** Removes what crashes left of unfinished writes. */
  public static void sweep(HeldDirectory directory) throws IOException {
    for (String name : directory.names()) {
      if (name.endsWith(TEMPORARY)) {
        directory.deleteFile(name);
      }
    }
  }

  /** Removes a file if there is one; not durable until the directory is forced. */
  public static boolean deleteIfPresent(HeldDirectory directory, String name) throws IOException {
    try {
      directory.deleteFile(name);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void deleteQuietly(HeldDirectory directory, String name, IOException reason) {
    try {
      deleteIfPresent(directory, name);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
