package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.disk.WritableFile;
import dev.keyparity.keyring.KeyDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory inside a key directory where new files are prepared and replaced ones kept for a
 * while. Only we may enter it, so the owner of the key directory cannot touch what is in it; it is
 * on the same file system, so a rename out of it is one step.
 */
final class Staging implements Closeable {
  static final String NAME = ".keyparity-install";
  static final String KEPT = ".keyparity-kept-";

  private static final String NEXT = "new-";
  private static final String REPLACED = "old-";

  private final HeldDirectory keys;
  private final HeldDirectory held;

  private Staging(HeldDirectory keys, HeldDirectory held) {
    this.keys = keys;
    this.held = held;
  }

  static Staging create(HeldDirectory keys) throws IOException {
    return new Staging(keys, keys.createDirectory(NAME, Ownership.PRIVATE_DIRECTORY));
  }

  /** The one that is there; empty also if something else has its name. */
  static Optional<Staging> find(HeldDirectory keys) throws IOException {
    Optional<Attributes> found = keys.attributes(NAME);
    return found.isPresent() && found.get().kind() == Attributes.Kind.DIRECTORY
        ? Optional.of(new Staging(keys, keys.openDirectory(NAME)))
        : Optional.empty();
  }

  /** Writes a new file, forced, with its final owner and mode, and reads it back. */
  void prepare(String name, byte[] bytes, Ownership ownership) throws IOException {
    try (WritableFile file = held.createFile(NEXT + name, ownership)) {
      file.stream().write(bytes);
      file.sync();
    }
    if (!nextIs(name, FileDigest.of(bytes))) {
      throw new IOException(name + ": read back differently than written");
    }
  }

  /** The same where an earlier preparation may lie. */
  void prepareAgain(String name, byte[] bytes, Ownership ownership) throws IOException {
    DurableFiles.deleteIfPresent(held, NEXT + name);
    prepare(name, bytes, ownership);
  }

  /** Gives a file in force a second name, so that its replacement does not end it. */
  void keep(String name) throws IOException {
    keys.link(name, held, REPLACED + name);
  }

  /**
   * Puts a new file in place, in one step. Where there is none yet, none is replaced: a file that
   * appears meanwhile makes it fail.
   */
  void putInForce(String name) throws IOException {
    if (keys.attributes(name).isPresent()) {
      held.move(NEXT + name, keys, name);
    } else {
      held.link(NEXT + name, keys, name);
      held.deleteFile(NEXT + name);
    }
  }

  /**
   * Fails unless the file in force is the one that was given a second name.
   *
   * @param wanted whether there was one; if not, there must be none now
   */
  void requireSecondName(String name, boolean wanted) throws IOException {
    Optional<Attributes> inForce = keys.attributes(name);
    boolean same = wanted ? isSame(inForce, held.attributes(REPLACED + name)) : inForce.isEmpty();
    if (!same) {
      throw new IOException(name + ": another file took its place while it was being replaced");
    }
  }

  void putBack(String name) throws IOException {
    held.move(REPLACED + name, keys, name);
  }

  boolean nextIs(String name, FileDigest expected) throws IOException {
    return holds(NEXT + name, expected);
  }

  boolean replacedIs(String name, FileDigest expected) throws IOException {
    return holds(REPLACED + name, expected);
  }

  private boolean holds(String name, FileDigest expected) throws IOException {
    Optional<byte[]> bytes = DurableFiles.read(held, name, KeyDirectory.MOST_BYTES);
    boolean same = bytes.map(FileDigest::of).orElse(FileDigest.ABSENT).equals(expected);
    bytes.ifPresent(b -> Arrays.fill(b, (byte) 0));
    return same;
  }

  void sync() throws IOException {
    held.sync();
  }

  /**
   * Removes the directory. A replaced file whose bytes may be in no backup is not removed: then the
   * directory is only renamed.
   *
   * @param marker of the replacement; null: none was begun as far as is known
   * @return the new name of what had to be kept; empty if all is gone
   */
  static Optional<String> sweep(HeldDirectory keys, @Nullable InstallMarker marker)
      throws IOException {
    if (keys.attributes(NAME).isEmpty()) {
      return Optional.empty();
    }
    Optional<Staging> found = find(keys);
    boolean empty = false;
    if (found.isPresent()) {
      try (Staging staging = found.get()) {
        empty = staging.removeWhatMayGo(marker);
      }
    }
    Optional<String> kept = Optional.empty();
    if (empty) {
      keys.deleteDirectory(NAME);
    } else {
      String name = freeName(keys);
      keys.move(NAME, keys, name);
      kept = Optional.of(name);
    }
    keys.sync();
    return kept;
  }

  private boolean removeWhatMayGo(@Nullable InstallMarker marker) throws IOException {
    boolean all = true;
    for (String entry : held.names()) {
      if (mayGo(entry, marker)) {
        held.deleteFile(entry);
      } else {
        all = false;
      }
    }
    held.sync();
    return all;
  }

  /** New files lie elsewhere, too. Replaced ones go if they are backed up or have another name. */
  private boolean mayGo(String entry, @Nullable InstallMarker marker) throws IOException {
    if (entry.startsWith(NEXT)) {
      return true;
    }
    if (!entry.startsWith(REPLACED)) {
      return false;
    }
    String name = entry.substring(REPLACED.length());
    boolean stillInForce = isSame(keys.attributes(name), held.attributes(entry));
    return stillInForce
        || (marker != null
            && marker.files().containsKey(name)
            && holds(entry, marker.change(name).before()));
  }

  private static boolean isSame(Optional<Attributes> one, Optional<Attributes> other) {
    return one.isPresent() && one.map(Attributes::node).equals(other.map(Attributes::node));
  }

  private static String freeName(HeldDirectory keys) throws IOException {
    int n = 1;
    while (keys.attributes(KEPT + n).isPresent()) {
      n++;
    }
    return KEPT + n;
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
