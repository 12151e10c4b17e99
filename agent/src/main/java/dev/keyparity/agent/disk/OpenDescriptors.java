package dev.keyparity.agent.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

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
 * /proc/self/fdinfo} is searched for it, numbers found before first, the latest in front, because
 * the kernel gives out the lowest free one and so the same ones again; 3. the position goes back to
 * 0. Needs a mounted procfs and a dumpable process; without them opening fails, for an unchecked
 * file must not be used.
 *
 * <p>Thread-safe: channels are marked with different offsets.
 */
final class OpenDescriptors {
  private static final String FDINFO = "/proc/self/fdinfo/";

  // Small enough for directories and files of every Linux file system, large enough never to meet
  // a position that somebody really reads at.
  private static final long LOWEST_MARK = 1L << 30;

  /** More than an agent ever has open at once, so that a search is rare once it has warmed up. */
  private static final int REMEMBERED = 128;

  /**
   * Numbers found, the latest first; the array itself is never changed. Of the whole process, as
   * the numbers are.
   */
  private static volatile int[] found = {};

  private final Random random;

  OpenDescriptors(Random random) {
    this.random = random;
  }

  /** {@code /proc/self/fd/NUMBER} of the channel; valid while it is open. */
  Path pathOf(FileChannel channel) throws IOException {
    long mark = LOWEST_MARK + random.nextInt(1 << 30);
    channel.position(mark);
    int number = find(mark);
    channel.position(0);
    return Path.of("/proc/self/fd/" + number);
  }

  private int find(long mark) throws IOException {
    for (int number : found) {
      if (isAt(number, mark)) {
        remember(number);
        return number;
      }
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(FDINFO))) {
      for (Path entry : all) {
        int number = Integer.parseInt(entry.getName(entry.getNameCount() - 1).toString());
        if (isAt(number, mark)) {
          remember(number);
          return number;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    throw new IOException(
        "open file: not found in /proc/self/fdinfo (expected: procfs mounted, process dumpable)");
  }

  private static void remember(int number) {
    int[] before = found;
    if (before.length > 0 && before[0] == number) {
      return;
    }
    found =
        IntStream.concat(IntStream.of(number), IntStream.of(before).filter(it -> it != number))
            .limit(REMEMBERED)
            .toArray();
  }

  private static boolean isAt(int number, long position) {
    byte[] beginning = new byte[32];
    try (FileInputStream in = new FileInputStream(FDINFO + number)) {
      int length = in.read(beginning);
      return new String(beginning, 0, Math.max(length, 0), StandardCharsets.US_ASCII)
          .startsWith("pos:\t" + position + "\n");
    } catch (IOException e) {
      return false; // closed by another thread since it was listed; if it is ours, nothing is found
    }
  }
}
