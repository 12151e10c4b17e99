package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.ReadableFile;
import dev.keyparity.agent.disk.UnsafeFileException;
import dev.keyparity.keyring.FileReading;
import dev.keyparity.keyring.KeyDirectory;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.Soundness;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the files of a profile through a held directory. Changes nothing, runs nothing. */
final class KeyDirectoryLook {
  private static final int TRIES = 3;

  private final HeldDirectory held;
  private final Profile profile;

  /** Only while the set of files is being taken out of the directory. */
  private final Map<String, byte[]> contents = new HashMap<>();

  /** Files that were found to have more than one name. */
  private final Set<String> linked = new HashSet<>();

  private KeyDirectoryLook(HeldDirectory held, Profile profile) {
    this.held = held;
    this.profile = profile;
  }

  /** Facts; whatever is found is a fact. */
  static KeyDirectoryReading read(HeldDirectory held, Profile profile, Instant at) {
    KeyDirectoryLook look = new KeyDirectoryLook(held, profile);
    KeyDirectoryReading reading = look.read(at);
    look.wipe();
    return reading;
  }

  /**
   * The files themselves.
   *
   * @throws IOException if one is there and cannot be read, or has another name somewhere
   */
  static KeyFileSet secretFiles(HeldDirectory held, Profile profile) throws IOException {
    KeyDirectoryLook look = new KeyDirectoryLook(held, profile);
    try {
      for (String name : profile.files()) {
        FileReading reading = look.readFile(name);
        if (reading.state() == FileReading.State.REFUSED) {
          throw new UnsafeFileException(held.path().resolve(name), reading.refusal());
        }
        if (look.linked.contains(name)) {
          throw new UnsafeFileException(
              held.path().resolve(name), "a hard link (expected: one name)");
        }
      }
      Set<String> absent = new HashSet<>(profile.files());
      absent.removeAll(look.contents.keySet());
      return KeyFileSet.of(look.contents, absent);
    } finally {
      look.wipe();
    }
  }

  /** The reading of a directory that could not be opened. */
  static KeyDirectoryReading unopened(Profile profile, IOException e, String path, Instant at) {
    boolean absent = e instanceof NoSuchFileException;
    String reason = path + ": " + (absent ? "no such directory" : describe(e));
    KeyDirectoryFacts facts =
        new KeyDirectoryFacts(
            profile,
            absent ? Soundness.ABSENT : Soundness.UNREADABLE,
            List.of(reason),
            List.of(),
            List.of(),
            null,
            List.of());
    Set<String> unreadable = absent ? Set.of() : Set.copyOf(profile.files());
    return new KeyDirectoryReading(
        facts, unreadable, new KeyDirectoryStamp(null, Map.of(), reason), at);
  }

  static KeyDirectoryStamp stamp(HeldDirectory held, Profile profile) throws IOException {
    Map<String, Attributes> files = new HashMap<>();
    for (String name : profile.files()) {
      held.attributes(name).ifPresent(attributes -> files.put(name, attributes));
    }
    return new KeyDirectoryStamp(held.attributes(), files, "");
  }

  private KeyDirectoryReading read(Instant at) {
    try {
      KeyDirectoryStamp stamp = stamp(held, profile);
      List<FileReading> readings = new ArrayList<>();
      Set<String> unreadable = new HashSet<>();
      for (String name : profile.files()) {
        FileReading reading = readFile(name);
        readings.add(reading);
        if (reading.state() == FileReading.State.REFUSED) {
          unreadable.add(name);
        }
      }
      Set<String> others = new HashSet<>(held.names());
      others.removeAll(profile.files());
      KeyDirectoryFacts facts =
          KeyDirectory.facts(profile, forKeyring(stamp.directory()), readings, others);
      return new KeyDirectoryReading(facts, unreadable, stamp, at);
    } catch (IOException e) {
      return unopened(profile, e, held.path().toString(), at);
    }
  }

  private FileReading readFile(String name) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<FileReading> reading = readOnce(name);
        if (reading.isPresent()) {
          return reading.get();
        }
      }
      return FileReading.refused(name, "changed each time it was read");
    } catch (NoSuchFileException e) {
      return FileReading.absent(name);
    } catch (IOException e) {
      return FileReading.refused(name, describe(e));
    }
  }

  /** Empty if it changed, or another file took its name, while it was read. */
  private Optional<FileReading> readOnce(String name) throws IOException {
    try (ReadableFile file = held.openFile(name)) {
      Attributes before = file.attributes();
      if (before.size() > KeyDirectory.MOST_BYTES) {
        return Optional.of(
            FileReading.refused(
                name,
                before.size() + " bytes (expected: at most " + KeyDirectory.MOST_BYTES + ")"));
      }
      byte[] content = file.stream().readNBytes((int) before.size() + 1);
      Attributes after = file.attributes();
      boolean stable =
          content.length == after.size()
              && after.changed().equals(before.changed())
              && held.attributes(name).map(Attributes::node).equals(Optional.of(after.node()));
      if (!stable) {
        return Optional.empty();
      }
      contents.put(name, content);
      if (after.links() > 1) {
        linked.add(name);
      }
      FileReading.Attributes known =
          new FileReading.Attributes(
              after.owner(), after.group(), after.octalMode(), after.links());
      return Optional.of(FileReading.of(name, content, known));
    }
  }

  private static FileReading.@Nullable Attributes forKeyring(@Nullable Attributes directory) {
    return directory == null
        ? null
        : new FileReading.Attributes(
            directory.owner(), directory.group(), directory.octalMode(), 1);
  }

  private void wipe() {
    contents.values().forEach(bytes -> java.util.Arrays.fill(bytes, (byte) 0));
    contents.clear();
  }

  private static String describe(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
