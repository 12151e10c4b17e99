package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.PosixModes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks a held directory into a container, from open handle to open handle, following no link. */
final class ContainerTree {
  /** A file up to this size is read whole first, so that its growing meanwhile does no harm. */
  private static final int READ_WHOLE = 4 * 1024 * 1024;

  private static final int MOST_DEPTH = 64;
  private static final int MOST_ENTRIES = 100_000;

  /**
   * One folder on the way.
   *
   * @param path in the archive
   * @param where its path on disk, for link targets only
   */
  private record Folder(
      String path, SecureDirectoryStream<Path> held, @Nullable Path where, int depth) {}

  private final ContainerWriter writer;
  private final Predicate<String> excluded;
  private int count;

  ContainerTree(ContainerWriter writer, Predicate<String> excluded) {
    this.writer = writer;
    this.excluded = excluded;
  }

  void add(String prefix, SecureDirectoryStream<Path> held, @Nullable Path where)
      throws IOException, KeyringException {
    writer.addDirectory(
        prefix,
        attributes(held.getFileAttributeView(PosixFileAttributeView.class).readAttributes()));
    addContent(new Folder(prefix, held, where, 0));
  }

  private void addContent(Folder folder) throws IOException, KeyringException {
    // In the order of names, so that two backups of one directory list the same.
    TreeMap<String, Path> names = new TreeMap<>();
    List<String> ambiguous = new ArrayList<>();
    try (DirectoryStream<Path> fresh = folder.held.newDirectoryStream(Path.of("."))) {
      for (Path entry : fresh) {
        Path name = entry.getFileName();
        if (name != null && !excluded.test(name.toString())) {
          if (names.put(name.toString(), name) != null) {
            ambiguous.add(name.toString());
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (String name : ambiguous) {
      writer.skip(
          folder.path + "/" + name, "two names that this process's locale cannot tell apart");
    }
    for (Path name : names.values()) {
      addEntry(folder, name);
    }
  }

  private void addEntry(Folder folder, Path name) throws IOException, KeyringException {
    String path = folder.path + "/" + name;
    if (++count > MOST_ENTRIES) {
      throw new KeyringException(
          ErrorCode.TOO_LARGE,
          path + ": more than " + MOST_ENTRIES + " files (expected: a configuration directory)");
    }
    try {
      PosixFileAttributes at =
          folder
              .held
              .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (at.isRegularFile()) {
        addFile(path, folder.held, name, at);
      } else if (at.isDirectory()) {
        addDirectory(path, folder, name);
      } else if (at.isSymbolicLink() && folder.where != null) {
        Path target = Files.readSymbolicLink(folder.where.resolve(name));
        writer.addSymlink(path, attributes(at), target.toString());
      } else if (at.isSymbolicLink()) {
        writer.skip(path, "a symbolic link, not followed");
      } else {
        writer.skip(path, "a FIFO, socket or device");
      }
    } catch (NoSuchFileException | NotLinkException e) {
      writer.skip(path, "changed while the directory was read");
    } catch (AccessDeniedException e) {
      writer.skip(path, "permission denied");
    }
  }

  private void addDirectory(String path, Folder folder, Path name)
      throws IOException, KeyringException {
    if (folder.depth >= MOST_DEPTH) {
      writer.skip(path, "nested more than " + MOST_DEPTH + " deep");
      return;
    }
    try (SecureDirectoryStream<Path> below =
        folder.held.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      writer.addDirectory(
          path,
          attributes(below.getFileAttributeView(PosixFileAttributeView.class).readAttributes()));
      Path where = folder.where == null ? null : folder.where.resolve(name);
      addContent(new Folder(path, below, where, folder.depth + 1));
    }
  }

  private void addFile(
      String path, SecureDirectoryStream<Path> held, Path name, PosixFileAttributes at)
      throws IOException, KeyringException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel channel = held.newByteChannel(name, options);
        InputStream in = Channels.newInputStream(channel)) {
      if (at.size() > READ_WHOLE) {
        writer.addFile(path, attributes(at), at.size(), in);
        return;
      }
      byte[] content = in.readNBytes(READ_WHOLE + 1);
      if (content.length > READ_WHOLE) {
        throw new KeyringException(ErrorCode.CHANGED_WHILE_READ, path + ": grew while it was read");
      }
      writer.addFile(path, attributes(at), content);
      Arrays.fill(content, (byte) 0);
    }
  }

  private static FileAttributes attributes(PosixFileAttributes from) {
    return new FileAttributes(
        PosixModes.bits(from.permissions()),
        from.owner().getName(),
        from.group().getName(),
        from.lastModifiedTime().toInstant());
  }
}
