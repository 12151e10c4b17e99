package dev.keyparity.agent.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Finds the number under which the kernel knows an open channel, so that {@code
 * /proc/self/fd/NUMBER} names exactly what is open.
 *
 * <p>Java has neither {@code fstat} nor {@code fchown} nor {@code mkdirat}: number of names, change
 * time and owner can only be asked for by path, and a path can be swapped by whoever owns the
 * directory. The link {@code /proc/self/fd/NUMBER} cannot (proc(5): it leads to the open file, not
 * through its name).
 *
 * <p>How: 1. the channel is positioned at a random offset, which no other descriptor has; 2. {@code
 * /proc/self/fdinfo} is searched for it; 3. with a second offset the find is confirmed; 4. the
 * position goes back to 0. Needs a mounted procfs and a dumpable process; without them opening
 * fails, for an unchecked file must not be used.
 *
 * <p>Thread-safe: channels are marked with different offsets.
 */
final class OpenDescriptors {
  private static final Path FDINFO = Path.of("/proc/self/fdinfo");

  // Small enough for directories and files of every Linux file system, large enough never to meet
  // a position that somebody really reads at.
  private static final long LOWEST_MARK = 1L << 30;

  private final Random random;
  private volatile int lastFound = -1;

  OpenDescriptors(Random random) {
    this.random = random;
  }

  /** {@code /proc/self/fd/NUMBER} of the channel; valid while it is open. */
  Path pathOf(FileChannel channel) throws IOException {
    int number = find(channel);
    if (!isAt(number, mark(channel))) {
      throw new IOException(
          "open file: not found in /proc/self/fdinfo (expected: procfs mounted, process dumpable)");
    }
    channel.position(0);
    lastFound = number;
    return Path.of("/proc/self/fd/" + number);
  }

  private int find(FileChannel channel) throws IOException {
    long mark = mark(channel);
    // Numbers are given out lowest first, so the last one found is often the next one, too.
    int guess = lastFound;
    if (guess >= 0 && isAt(guess, mark)) {
      return guess;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(FDINFO)) {
      for (Path entry : all) {
        int number = Integer.parseInt(entry.getName(entry.getNameCount() - 1).toString());
        if (isAt(number, mark)) {
          return number;
        }
      }
    } catch (UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
      throw new IOException("read /proc/self/fdinfo: " + e.getMessage(), e);
    }
    return -1;
  }

  private long mark(FileChannel channel) throws IOException {
    long mark = LOWEST_MARK + random.nextInt(1 << 30);
    channel.position(mark);
    return mark;
  }

  private static boolean isAt(int number, long position) {
    if (number < 0) {
      return false;
    }
    try {
      return Files.readString(FDINFO.resolve(Integer.toString(number)))
          .startsWith("pos:\t" + position + "\n");
    } catch (IOException e) {
      return false; // closed by another thread since it was listed; if it is ours, nothing is found
    }
  }
}
