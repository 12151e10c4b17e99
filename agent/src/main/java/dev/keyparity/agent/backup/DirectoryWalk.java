package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.ReadableFile;
import dev.keyparity.agent.disk.UnsafeFileException;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/**
 * Visits everything below a held directory in the order of names, following no link. Counts and
 * bytes are bounded: these are directories of a few small files.
 */
final class DirectoryWalk {
  /** Prepared replacements: copies of files that lie elsewhere, gone in a moment. */
  private static final String STAGING = ".keyparity-install";

  private static final int MOST_DEPTH = 32;
  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 256L << 20;

  /** Receives what is there. */
  interface Visitor {
    void directory(String path, Attributes attributes) throws IOException, KeyringException;

    /**
     * @param content exactly {@code attributes.size()} bytes, unless the file changes meanwhile
     */
    void file(String path, Attributes attributes, InputStream content)
        throws IOException, KeyringException;

    void link(String path, Attributes attributes, String target) throws IOException;

    /** Something that is there and is not taken along. */
    void skipped(String path, String reason);
  }

  private final Visitor visitor;
  private int entries;
  private long bytes;

  DirectoryWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * @param prefix what its entries' paths begin with
   */
  void walk(String prefix, HeldDirectory directory) throws IOException, KeyringException {
    walk(prefix, directory, 0);
  }

  private void walk(String prefix, HeldDirectory directory, int depth)
      throws IOException, KeyringException {
    visitor.directory(prefix, directory.attributes());
    for (String name : directory.names()) {
      if (!name.equals(STAGING)) {
        visit(prefix + "/" + name, directory, name, depth);
      }
    }
  }

  private void visit(String path, HeldDirectory directory, String name, int depth)
      throws IOException, KeyringException {
    if (++entries > MOST_ENTRIES) {
      throw new IOException(path + ": more than " + MOST_ENTRIES + " entries");
    }
    try {
      Attributes found = directory.attributes(name).orElse(null);
      if (found == null) {
        visitor.skipped(path, "went away while the directory was read");
        return;
      }
      switch (found.kind()) {
        case FILE -> file(path, directory, name);
        case DIRECTORY -> below(path, directory, name, depth);
        case SYMBOLIC_LINK -> visitor.link(path, found, directory.readLink(name));
        case SPECIAL -> visitor.skipped(path, "a FIFO, socket or device");
      }
    } catch (NoSuchFileException | NotLinkException e) {
      visitor.skipped(path, "went away while the directory was read");
    } catch (UnsafeFileException e) {
      visitor.skipped(path, String.valueOf(e.getReason()));
    } catch (AccessDeniedException e) {
      visitor.skipped(path, "permission denied");
    }
  }

  private void below(String path, HeldDirectory directory, String name, int depth)
      throws IOException, KeyringException {
    if (depth >= MOST_DEPTH) {
      visitor.skipped(path, "nested more than " + MOST_DEPTH + " deep");
      return;
    }
    try (HeldDirectory below = directory.openDirectory(name)) {
      walk(path, below, depth + 1);
    }
  }

  private void file(String path, HeldDirectory directory, String name)
      throws IOException, KeyringException {
    try (ReadableFile file = directory.openSoleFile(name);
        InputStream content = file.stream()) {
      Attributes attributes = file.attributes();
      bytes += attributes.size();
      if (bytes > MOST_BYTES) {
        throw new dev.keyparity.agent.disk.TooLargeException(Path.of(path), MOST_BYTES);
      }
      visitor.file(path, attributes, content);
    }
  }
}
