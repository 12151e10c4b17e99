package dev.keyparity.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxDiskTest extends DiskContract {
  private final Disk disk = new LinuxDisk(new Random());

  @TempDir Path directory;

  @Override
  Disk disk() {
    return disk;
  }

  @Override
  Path root() {
    return directory;
  }

  @Override
  void makeFile(Path file, String content) throws IOException {
    Files.writeString(file, content);
  }

  @Override
  void makeDirectory(Path made) throws IOException {
    Files.createDirectory(made);
  }

  @Override
  void makeSymbolicLink(Path link, Path target) throws IOException {
    Files.createSymbolicLink(link, target);
  }

  @Override
  void makeHardLink(Path link, Path target) throws IOException {
    Files.createLink(link, target);
  }

  @Override
  void makeFifo(Path fifo) throws IOException {
    try {
      assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  void rename(Path from, Path to) throws IOException {
    Files.move(from, to);
  }

  @Test
  void open_linkThatRootMade_isFollowed() throws IOException {
    assumeTrue(Files.isSymbolicLink(Path.of("/var/run")), "/var/run is a link to /run here");
    try (HeldDirectory held = disk.open(Path.of("/var/run"))) {
      assertThat(held.path()).isEqualTo(Path.of("/run"));
    }
  }

  @Test
  void openFile_swappedForAnotherFileWhileOpen_attributesAreOfTheOpenOne() throws IOException {
    makeFile(directory.resolve("f"), "first");
    makeFile(directory.resolve("g"), "second, longer");
    try (HeldDirectory held = disk.open(directory);
        ReadableFile file = held.openFile("f")) {
      Attributes before = file.attributes();
      Files.move(
          directory.resolve("g"),
          directory.resolve("f"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);

      assertThat(file.attributes().node()).isEqualTo(before.node());
      assertThat(file.attributes().size()).isEqualTo(5);
      assertThat(file.attributes().links()).isZero();
      assertThat(attributes(held, "f").size()).isEqualTo(14);
    }
  }

  @Test
  void createFile_ownerThatMayNotBeGiven_isRefusedAndNothingIsLeft() throws IOException {
    assumeTrue(!isRoot(), "needs an ordinary user, who may not give files away");
    try (HeldDirectory held = disk.open(directory)) {
      assertThatThrownBy(() -> held.createFile("f", Ownership.of("root", "root", "0600")))
          .isInstanceOf(IOException.class);
      assertThat(held.names()).isEmpty();
    }
  }

  @Test
  void createFile_otherOwner_isTheirsBeforeAnyByteIsWritten() throws IOException {
    assumeTrue(isRoot(), "needs root, who may give files away");
    try (HeldDirectory held = disk.open(directory);
        WritableFile file = held.createFile("f", Ownership.of("nobody", "nogroup", "0640"))) {
      assertThat(attributes(held, "f").owner()).isEqualTo("nobody");
      assertThat(attributes(held, "f").group()).isEqualTo("nogroup");
      assertThat(attributes(held, "f").octalMode()).isEqualTo("0640");
      assertThat(attributes(held, "f").size()).isZero();
      file.sync();
    }
  }

  @Test
  void open_unreadableDirectory_isRefused() throws IOException {
    assumeTrue(!isRoot(), "needs an ordinary user: root may read everything");
    makeDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(
        directory.resolve("closed"), PosixFilePermissions.fromString("---------"));
    assertThatThrownBy(() -> disk.open(directory.resolve("closed")))
        .isInstanceOf(java.nio.file.AccessDeniedException.class);
    Files.setPosixFilePermissions(
        directory.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void descriptors_manyThreadsAtOnce_eachSeesItsOwnFile() throws Exception {
    int files = 16;
    for (int i = 0; i < files; i++) {
      makeFile(directory.resolve("f" + i), "x".repeat(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (HeldDirectory held = disk.open(directory)) {
      var tasks =
          IntStream.range(0, 400)
              .mapToObj(
                  n ->
                      (Callable<Long>)
                          () -> {
                            try (ReadableFile file = held.openFile("f" + n % files)) {
                              return file.attributes().size() - n % files;
                            }
                          })
              .toList();
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isZero();
      }
    } finally {
      threads.shutdown();
    }
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
