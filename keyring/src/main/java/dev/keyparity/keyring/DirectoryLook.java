package dev.keyparity.keyring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look through a held directory found.
 *
 * @param directory owner and mode of the directory; null if they could not be read
 * @param readings one per file of the profile
 * @param otherNames the other names in it
 */
record DirectoryLook(
    FileReading.@Nullable Attributes directory,
    List<FileReading> readings,
    Set<String> otherNames) {
  private static final int MOST_NAMES = 1_000;
  private static final int TRIES = 3;

  /**
   * @param path where the directory is, for what only a path tells (hard links); null if not known
   */
  static DirectoryLook at(SecureDirectoryStream<Path> held, Profile profile, @Nullable Path path) {
    List<FileReading> readings = new ArrayList<>();
    for (String name : profile.files()) {
      FileReading reading = read(held, Path.of(name), name);
      readings.add(path == null ? reading : reading.withLinks(links(path.resolve(name))));
    }
    return new DirectoryLook(attributesOf(held), readings, otherNames(held, profile));
  }

  /** Reads one file, again if it changed meanwhile. */
  static FileReading read(SecureDirectoryStream<Path> held, Path file, String name) {
    for (int i = 0; i < TRIES; i++) {
      FileReading reading = once(held, file, name);
      if (reading != null) {
        return reading;
      }
    }
    return FileReading.refused(name, "changed each time it was read");
  }

  /** What went wrong, in words for people. */
  static String describe(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static @Nullable FileReading once(
      SecureDirectoryStream<Path> held, Path file, String name) {
    PosixFileAttributeView view =
        held.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    try {
      PosixFileAttributes before = view.readAttributes();
      // Opening a FIFO would wait for its writer, so the type is looked at first. The owner of the
      // directory can swap the file in between; the look afterwards notices all but a FIFO.
      if (!before.isRegularFile()) {
        return FileReading.refused(name, type(before) + " (expected: a regular file)");
      }
      if (before.size() > KeyDirectory.MOST_BYTES) {
        return FileReading.refused(
            name, before.size() + " bytes (expected: at most " + KeyDirectory.MOST_BYTES + ")");
      }
      byte[] content = content(held, file, (int) before.size());
      PosixFileAttributes after = view.readAttributes();
      boolean same =
          content.length == after.size()
              && Objects.equals(before.fileKey(), after.fileKey())
              && before.lastModifiedTime().equals(after.lastModifiedTime());
      return same ? FileReading.of(name, content, attributes(after)) : null;
    } catch (NoSuchFileException e) {
      return FileReading.absent(name);
    } catch (IOException e) {
      return FileReading.refused(name, describe(e));
    }
  }

  private static byte[] content(SecureDirectoryStream<Path> held, Path file, int size)
      throws IOException {
    Set<java.nio.file.OpenOption> options =
        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel channel = held.newByteChannel(file, options)) {
      // One byte more than expected: a file that grew is seen to have grown.
      ByteBuffer buffer = ByteBuffer.allocate(size + 1);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // read on
      }
      byte[] content = java.util.Arrays.copyOf(buffer.array(), buffer.position());
      java.util.Arrays.fill(buffer.array(), (byte) 0);
      return content;
    }
  }

  private static FileReading.@Nullable Attributes attributesOf(SecureDirectoryStream<Path> held) {
    try {
      return attributes(held.getFileAttributeView(PosixFileAttributeView.class).readAttributes());
    } catch (IOException e) {
      return null; // its files say what there is to say
    }
  }

  private static Set<String> otherNames(SecureDirectoryStream<Path> held, Profile profile) {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> fresh = held.newDirectoryStream(Path.of("."))) {
      for (Path entry : fresh) {
        String name = String.valueOf(entry.getFileName());
        if (!profile.files().contains(name) && names.size() < MOST_NAMES) {
          names.add(name);
        }
      }
    } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
      // Without the right to list, leftovers stay unseen; the files themselves were opened by name.
      return names;
    }
    return names;
  }

  private static int links(Path file) {
    try {
      return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException e) {
      return 1;
    }
  }

  private static FileReading.Attributes attributes(PosixFileAttributes from) {
    return new FileReading.Attributes(
        from.owner().getName(), from.group().getName(), PosixModes.octal(from.permissions()), 1);
  }

  private static String type(PosixFileAttributes attributes) {
    return attributes.isSymbolicLink()
        ? "a symbolic link"
        : attributes.isDirectory() ? "a directory" : "a FIFO, socket or device";
  }
}
