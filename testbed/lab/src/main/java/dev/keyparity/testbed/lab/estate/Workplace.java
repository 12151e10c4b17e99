package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the demo's files lie: one directory per process, which holds that process's keys and no
 * other's.
 *
 * @param root {@code target/demo}
 */
public record Workplace(Path root) {

  /** An empty one; what an earlier demo left is removed. */
  public static Workplace fresh(Path root) {
    try {
      if (Files.exists(root)) {
        Files.walkFileTree(root, new Removal());
      }
      Files.createDirectories(root.getParent());
      Files.createDirectory(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new Workplace(root);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "clearing " + root, e);
    }
  }

  /** A directory below, made if it is not there, for its owner only. */
  public Path directory(String first, String... more) {
    Path path = root.resolve(Path.of(first, more));
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return path;
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "making " + path, e);
    }
  }

  /** Writes a file for its owner only. */
  public static Path write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
  }

  /** What {@code --keep} left running. */
  public Path running() {
    return root.resolve("running.txt");
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, @org.jspecify.annotations.Nullable IOException problem) throws IOException {
      if (problem != null) {
        throw problem;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
