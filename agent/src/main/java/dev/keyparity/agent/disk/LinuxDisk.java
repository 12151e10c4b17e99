package dev.keyparity.agent.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;

/**
 * Real directories on Linux.
 *
 * <p>How a path is opened: 1. from the root down, as long as the directory belongs to root and only
 * root may write it, the next name can be changed by root alone: that part is opened by its path
 * (system links such as {@code /var/run} work); 2. every later component is opened in the held
 * directory before it, and must be a directory, not a link.
 *
 * <p>What Java cannot do, and what that means: a file cannot be opened without waiting ({@code
 * O_NONBLOCK}), so whoever swaps a FIFO in between the look and the open can make the calling
 * thread wait; it cannot make it read anything. {@code fstat}, {@code fchown} and {@code mkdirat}
 * go through {@link OpenDescriptors}. Security labels and access lists are not copied; a new file
 * gets those its directory hands down.
 */
public final class LinuxDisk implements Disk {
  private final OpenDescriptors descriptors;

  /**
   * @param random source of marks for {@link OpenDescriptors}; need not be a secret
   */
  public LinuxDisk(Random random) {
    this.descriptors = new OpenDescriptors(random);
  }

  @Override
  public HeldDirectory open(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    // Links that root made are followed once; the path they lead to is judged like any other.
    Path trusted = trustedPart(absolute);
    Path real = trusted.toRealPath().resolve(trusted.relativize(absolute));
    Path anchor = trustedPart(real);
    HeldDirectory held = openByPath(anchor);
    for (int i = anchor.getNameCount(); i < real.getNameCount(); i++) {
      held = step(held, real.getName(i).toString());
    }
    return held;
  }

  private static HeldDirectory step(HeldDirectory from, String name) throws IOException {
    try (from) {
      return from.openDirectory(name);
    }
  }

  @Override
  public HeldDirectory openOrCreate(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = absolute.getParent();
      if (parent == null) {
        throw new NotDirectoryException(absolute.toString());
      }
      try (HeldDirectory above = openOrCreate(parent)) {
        String name = absolute.getName(absolute.getNameCount() - 1).toString();
        if (above.attributes(name).isEmpty()) {
          above.createDirectory(name, Ownership.PRIVATE_DIRECTORY).close();
          above.sync();
        }
        return above.openDirectory(name);
      }
    }
    return open(absolute);
  }

  /** The longest beginning of the path whose last name only root can change. */
  private static Path trustedPart(Path absolute) throws IOException {
    Path at = Path.of("/");
    for (Path name : absolute) {
      if (!LinuxAttributes.onlyRootWrites(at)) {
        return at;
      }
      at = at.resolve(name);
    }
    return at;
  }

  @SuppressWarnings("StreamResourceLeak") // hold() keeps or closes it
  private HeldDirectory openByPath(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    return hold(path, stream);
  }

  /** Holds an open stream, or closes it. */
  HeldDirectory hold(Path path, DirectoryStream<Path> stream) throws IOException {
    try {
      if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException(path + ": cannot be held open (expected: a file system of Linux)");
      }
      FileChannel itself =
          channel(secure, Path.of("."), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      return new LinuxDirectory(this, path, secure, itself);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  OpenDescriptors descriptors() {
    return descriptors;
  }

  static FileChannel channel(
      SecureDirectoryStream<Path> directory,
      Path name,
      Set<? extends java.nio.file.OpenOption> options,
      java.nio.file.attribute.FileAttribute<?>... attributes)
      throws IOException {
    // The default provider's byte channels are file channels; force() exists on no other type.
    return (FileChannel) directory.newByteChannel(name, options, attributes);
  }

  static NoSuchFileException absent(Path file) {
    return new NoSuchFileException(file.toString());
  }
}
