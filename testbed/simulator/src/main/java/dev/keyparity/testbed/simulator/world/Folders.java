package dev.keyparity.testbed.simulator.world;

import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.audit.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.function.Consumer;

/** The few files that agents write past their disk port: audit logs, and copies coming in. */
final class Folders implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path root;

  Folders() {
    try {
      root =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "keyparity-simulator")
              : Files.createTempDirectory("keyparity-simulator");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AuditLog audit(String host, Clock clock, Consumer<AuditRecord> eachRecord) {
    return AuditLog.open(root.resolve(host + "-audit.jsonl"), clock, eachRecord);
  }

  byte[] auditBytes(String host) {
    try {
      return Files.readAllBytes(root.resolve(host + "-audit.jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void putAudit(String host, byte[] bytes) {
    try {
      Files.write(root.resolve(host + "-audit.jsonl"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path incoming(String host) {
    return root.resolve(host + "-incoming");
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path directory, java.io.@org.jspecify.annotations.Nullable IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
