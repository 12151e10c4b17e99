package dev.keyparity.agent.settings;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.disk.ReadableFile;
import dev.keyparity.agent.disk.TooLargeException;
import dev.keyparity.agent.disk.WritableFile;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One of Hadoop's {@code *-site.xml} files on this host. How it is changed is in the package's
 * description. Every failure is a {@link KeyparityException}. Thread-safe: changes of one file wait
 * for one another.
 */
public final class HadoopSiteFile {
  private static final int LARGEST = 4 << 20;
  private static final String STAGING = ".keyparity-settings";
  private static final String NEXT = "new";
  private static final String EMPTY =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n</configuration>\n";

  private final Disk disk;
  private final Path file;
  private final Path directory;
  private final String name;
  private final Path copies;
  private final Ownership whenNew;

  /**
   * @param copies a directory of ours for copies of what was before
   * @param whenNew whose the file is if there is none yet
   */
  public HadoopSiteFile(Disk disk, Path file, Path copies, Ownership whenNew) {
    Path parent = file.toAbsolutePath().getParent();
    Path fileName = file.getFileName();
    if (parent == null || fileName == null) {
      throw new IllegalArgumentException("settings file: " + file + " (expected: a file)");
    }
    this.disk = disk;
    this.file = file.toAbsolutePath();
    this.directory = parent;
    this.name = fileName.toString();
    this.copies = copies;
    this.whenNew = whenNew;
  }

  /**
   * What a change did.
   *
   * @param file digest of the file afterwards
   * @param copy where the old file was copied to; null if there was none, or nothing was changed
   */
  public record Change(FileDigest file, @Nullable Path copy) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Content(byte[] bytes, Attributes attributes) {
    @Override
    public String toString() {
      return "Content[" + bytes.length + " bytes not shown]";
    }
  }

  /** Digest of the whole file. */
  public FileDigest digest() {
    return digest(content());
  }

  /**
   * Reads properties. A file that is not there has none.
   *
   * @param nonce of the asker: secret values are shown as their HMAC under it
   */
  public List<SettingReading> read(List<String> properties, byte[] nonce) {
    Optional<Content> content = content();
    FileDigest digest = digest(content);
    try {
      SiteEdit edit = SiteEdit.of(text(content).text());
      return properties.stream().map(name -> reading(edit, name, nonce, digest)).toList();
    } catch (MalformedSiteFile e) {
      throw malformed(e);
    }
  }

  private static SettingReading reading(
      SiteEdit edit, String name, byte[] nonce, FileDigest digest) {
    SiteProperty found = edit.property(name).orElse(null);
    if (found == null) {
      return new SettingReading(name, null, null, false, digest);
    }
    return SecretNames.isSecret(name)
        ? new SettingReading(
            name, null, SecretNames.seal(found.value(), nonce), found.isFinal(), digest)
        : new SettingReading(name, found.value(), null, found.isFinal(), digest);
  }

  /**
   * Gives properties these values; what has its value already is left alone, so that doing it twice
   * is doing it once.
   *
   * @param expected the whole file as it must be now
   * @throws KeyparityException {@code DIGEST_MISMATCH} if it is another file; {@code CONFLICT} if a
   *     property is declared final with another value; {@code CONFIG_INVALID} if the file is not
   *     understood; the faults of the disk. Then the file is as it was
   */
  public synchronized Change write(SortedMap<String, String> properties, FileDigest expected) {
    Optional<Content> before = content();
    if (!digest(before).equals(expected)) {
      throw new KeyparityException(
          ErrorCode.DIGEST_MISMATCH,
          "%s: %s (expected: %s)"
              .formatted(file, digest(before).abbreviated(), expected.abbreviated()));
    }
    byte[] after = changed(before, properties);
    try {
      if (before.isPresent() && Arrays.equals(before.get().bytes(), after)) {
        sweep();
        return new Change(expected, null);
      }
      Path copy = before.isPresent() ? copy(before.get()) : null;
      replace(after, before.map(Content::attributes).map(Ownership::of).orElse(whenNew), expected);
      return new Change(FileDigest.of(after), copy);
    } catch (IOException e) {
      throw DiskFaults.writing(e, "write", file);
    }
  }

  private byte[] changed(Optional<Content> before, SortedMap<String, String> properties) {
    try {
      SiteText text = text(before);
      return text.bytes(SiteEdit.of(text.text()).with(new TreeMap<>(properties)));
    } catch (MalformedSiteFile e) {
      throw malformed(e);
    } catch (SiteEdit.FinalProperty e) {
      throw new KeyparityException(
          ErrorCode.CONFLICT,
          file + ": " + e.getMessage() + " is declared final with another value",
          "change it by hand, or take <final> away, if that is what you want",
          e);
    }
  }

  private static SiteText text(Optional<Content> content) throws MalformedSiteFile {
    return SiteText.of(content.map(Content::bytes).orElse(EMPTY.getBytes(StandardCharsets.UTF_8)));
  }

  private static FileDigest digest(Optional<Content> content) {
    return content.map(c -> FileDigest.of(c.bytes())).orElse(FileDigest.ABSENT);
  }

  /** The copy is named for what it holds: the same one is made once. */
  private Path copy(Content before) throws IOException {
    String copyName = name + "." + FileDigest.of(before.bytes()).toString().substring(0, 16);
    try (HeldDirectory held = disk.openOrCreate(copies)) {
      if (held.attributes(copyName).isEmpty()) {
        DurableFiles.write(held, copyName, before.bytes(), Ownership.PRIVATE);
      }
    }
    return copies.resolve(copyName);
  }

  /** The new file is made where only we may enter, for the directory may belong to others. */
  private void replace(byte[] bytes, Ownership ownership, FileDigest expected) throws IOException {
    try (HeldDirectory held = disk.open(directory)) {
      removeStaging(held);
      try (HeldDirectory staging = held.createDirectory(STAGING, Ownership.PRIVATE_DIRECTORY)) {
        try (WritableFile made = staging.createFile(NEXT, ownership)) {
          made.stream().write(bytes);
          made.sync();
        }
        if (!digest(content(held)).equals(expected)) {
          throw new KeyparityException(
              ErrorCode.FILE_CHANGING,
              file + ": was changed by somebody else meanwhile",
              "find out who writes it");
        }
        staging.move(NEXT, held, name);
        held.sync();
      } finally {
        removeStaging(held);
      }
    }
  }

  /** A write that lost power after its rename left an empty directory. */
  private void sweep() throws IOException {
    try (HeldDirectory held = disk.open(directory)) {
      removeStaging(held);
    }
  }

  private static void removeStaging(HeldDirectory held) throws IOException {
    if (held.attributes(STAGING).isPresent()) {
      try (HeldDirectory staging = held.openDirectory(STAGING)) {
        DurableFiles.deleteIfPresent(staging, NEXT);
      }
      held.deleteDirectory(STAGING);
    }
  }

  private Optional<Content> content() {
    try (HeldDirectory held = disk.open(directory)) {
      return content(held);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw DiskFaults.reading(e, "read", file);
    }
  }

  private Optional<Content> content(HeldDirectory held) throws IOException {
    try (ReadableFile opened = held.openSoleFile(name)) {
      byte[] bytes = opened.stream().readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new TooLargeException(file, LARGEST);
      }
      return Optional.of(new Content(bytes, opened.attributes()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private KeyparityException malformed(MalformedSiteFile e) {
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID, file + ": " + e.getMessage(), "change it by hand", e);
  }
}
