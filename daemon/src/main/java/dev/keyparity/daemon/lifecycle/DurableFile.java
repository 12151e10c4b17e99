package dev.keyparity.daemon.lifecycle;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One small file that a crash leaves as it was or as it was to be.
 *
 * <p>Writing: 1. a temporary file in the same directory, created with the final mode; 2. its bytes
 * forced to disk; 3. renamed over the file; 4. the directory forced to disk. After {@link #write}
 * returns the bytes survive a power cut; if it throws, the file holds the old or the new bytes.
 * Temporary files of a killed process are removed by {@link #sweepLeftovers}.
 *
 * <p>Immutable; several threads may read. Two writers of one file do not tear it, the later rename
 * wins. Every failure is a {@link KeyparityException} ({@link ErrorCode#DISK_FULL}, {@link
 * ErrorCode#UNREADABLE}, {@link ErrorCode#IO_FAILED}).
 */
public final class DurableFile {
  /** Mode 0600. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      Set.copyOf(PosixFilePermissions.fromString("rw-------"));

  /** Mode 0640. */
  public static final Set<PosixFilePermission> GROUP_READABLE =
      Set.copyOf(PosixFilePermissions.fromString("rw-r-----"));

  /** Mode 0644. */
  public static final Set<PosixFilePermission> WORLD_READABLE =
      Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));

  private static final String TEMPORARY = ".keyparity-tmp-";

  /** How far a write has come; the places where tests cut the power. */
  public enum Stage {
    BEGUN,
    TEMPORARY_CREATED,
    TEMPORARY_WRITTEN,
    TEMPORARY_FORCED,
    RENAMED,
    DIRECTORY_FORCED
  }

  /** Is told of each stage before the next begins; for tests that stop a write half-way. */
  @FunctionalInterface
  public interface Probe {
    void reached(Stage stage, Path file) throws IOException;
  }

  private final Path file;
  private final Set<PosixFilePermission> mode;
  private final Probe probe;

  private DurableFile(Path file, Set<PosixFilePermission> mode, Probe probe) {
    this.file = file.toAbsolutePath();
    this.mode = Set.copyOf(mode);
    this.probe = probe;
  }

  /**
   * @param mode the permissions the file has from its first instant, whatever the umask
   */
  public static DurableFile at(Path file, Set<PosixFilePermission> mode) {
    return new DurableFile(file, mode, (stage, path) -> {});
  }

  public DurableFile probedBy(Probe probe) {
    return new DurableFile(file, mode, probe);
  }

  public Path path() {
    return file;
  }

  /** Replaces the file, or makes it. */
  public void write(byte[] bytes) {
    writing(bytes, this::renameOver);
  }

  /**
   * Makes the file.
   *
   * @throws KeyparityException {@link ErrorCode#CONFLICT} if there is one already; it is untouched
   */
  public void writeNew(byte[] bytes) {
    writing(bytes, this::linkAsNew);
  }

  private interface Placing {
    void place(Path temporary) throws IOException;
  }

  private void writing(byte[] bytes, Placing placing) {
    Path temporary = file.resolveSibling("." + file.getFileName() + TEMPORARY + UUID.randomUUID());
    try {
      probe.reached(Stage.BEGUN, file);
      writeForced(temporary, bytes);
      placing.place(temporary);
      probe.reached(Stage.RENAMED, file);
      forceDirectory(directory());
      probe.reached(Stage.DIRECTORY_FORCED, file);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw IoFaults.of(e, "write", file, bytes.length);
    } catch (RuntimeException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
  }

  private void writeForced(Path temporary, byte[] bytes) throws IOException {
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(mode));
    probe.reached(Stage.TEMPORARY_CREATED, file);
    // The umask can only have taken bits away, so nobody saw more than the mode allows.
    Files.setPosixFilePermissions(temporary, mode);
    // A stream, not a channel: a channel closes when its thread is interrupted.
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      out.write(bytes);
      probe.reached(Stage.TEMPORARY_WRITTEN, file);
      out.getFD().sync();
    }
    probe.reached(Stage.TEMPORARY_FORCED, file);
  }

  private void renameOver(Path temporary) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A hard link, because rename cannot be told not to replace. */
  private void linkAsNew(Path temporary) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      throw new KeyparityException(
          ErrorCode.CONFLICT, file + ": exists (expected: no such file)", "", e);
    }
    Files.delete(temporary);
  }

  private static void deleteQuietly(Path temporary, Exception reason) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * The bytes, or empty if there is no such file.
   *
   * @param largest more bytes than this are refused, not cut
   */
  public Optional<byte[]> read(int largest) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new KeyparityException(
            ErrorCode.STATE_CORRUPT,
            "read %s: larger than %d bytes (expected: at most that)".formatted(file, largest),
            "");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw IoFaults.of(e, "read", file, 0);
    }
  }

  /**
   * The bytes of a file that must exist and that nobody may read whom the mode does not allow.
   *
   * @throws KeyparityException {@link ErrorCode#UNREADABLE} if it is missing or too open
   */
  public byte[] readSecret(int largest) {
    try {
      Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
      EnumSet<PosixFilePermission> tooOpen = EnumSet.noneOf(PosixFilePermission.class);
      tooOpen.addAll(given);
      tooOpen.removeAll(mode);
      if (!tooOpen.isEmpty()) {
        throw new KeyparityException(
            ErrorCode.UNREADABLE,
            "%s: mode %s (expected: at most %s)"
                .formatted(
                    file,
                    PosixFilePermissions.toString(given),
                    PosixFilePermissions.toString(mode)),
            "chmod %s %s".formatted(symbolic(mode), file));
      }
    } catch (IOException e) {
      throw IoFaults.of(e, "read", file, 0);
    }
    return read(largest)
        .orElseThrow(() -> IoFaults.of(new NoSuchFileException(file.toString()), "read", file, 0));
  }

  /** The mode as chmod reads it: {@code u=rw,g=r,o=}. */
  private static String symbolic(Set<PosixFilePermission> mode) {
    String text = PosixFilePermissions.toString(mode);
    return "u=%s,g=%s,o=%s"
        .formatted(
            text.substring(0, 3).replace("-", ""),
            text.substring(3, 6).replace("-", ""),
            text.substring(6).replace("-", ""));
  }

  /** Removes the file durably; no error if there is none. */
  public void delete() {
    try {
      if (Files.deleteIfExists(file)) {
        forceDirectory(directory());
      }
    } catch (IOException e) {
      throw IoFaults.of(e, "delete", file, 0);
    }
  }

  /** Removes what killed processes left of unfinished writes. Call it before the first write. */
  public List<Path> sweepLeftovers() {
    try (var leftovers =
        Files.newDirectoryStream(
            directory(), p -> p.getFileName().toString().startsWith(leftoverPrefix()))) {
      List<Path> swept = new ArrayList<>();
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
        swept.add(leftover);
      }
      return List.copyOf(swept);
    } catch (IOException e) {
      throw IoFaults.of(e, "sweep", file, 0);
    }
  }

  private String leftoverPrefix() {
    return "." + file.getFileName() + TEMPORARY;
  }

  private Path directory() {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("file: " + file + " (expected: inside a directory)");
    }
    return parent;
  }

  /** Makes names in a directory survive a power cut, also when the thread is interrupted. */
  public static void forceDirectory(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
