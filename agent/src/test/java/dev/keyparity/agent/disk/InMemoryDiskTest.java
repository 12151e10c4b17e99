package dev.keyparity.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk.Survival;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InMemoryDiskTest extends DiskContract {
  private static final Path ROOT = Path.of("/d");
  private final InMemoryDisk disk = new InMemoryDisk();

  @BeforeEach
  void makeRoot() {
    disk.put(ROOT, Kind.DIRECTORY, "", 0700);
  }

  @Override
  Disk disk() {
    return disk;
  }

  @Override
  Path root() {
    return ROOT;
  }

  @Override
  void makeFile(Path file, String content) {
    disk.put(file, Kind.FILE, content, 0600);
  }

  @Override
  void makeDirectory(Path directory) {
    disk.put(directory, Kind.DIRECTORY, "", 0700);
  }

  @Override
  void makeSymbolicLink(Path link, Path target) {
    disk.put(link, Kind.SYMBOLIC_LINK, target.toString(), 0777);
  }

  @Override
  void makeHardLink(Path link, Path target) {
    disk.hardLink(link, target);
  }

  @Override
  void makeFifo(Path fifo) {
    disk.put(fifo, Kind.SPECIAL, "", 0600);
  }

  @Override
  void rename(Path from, Path to) {
    disk.rename(from, to);
  }

  @Test
  void restart_afterForcing_keepsIt() throws IOException {
    try (HeldDirectory held = disk.open(ROOT)) {
      DurableFiles.write(held, "f", "bytes".getBytes(UTF_8), Ownership.PRIVATE);
    }
    disk.restart(Survival.NOTHING, new Random(1));
    assertThat(disk.files()).containsOnlyKeys("/d/f");
    assertThat(disk.files().get("/d/f")).asString(UTF_8).isEqualTo("bytes");
  }

  @Test
  void restart_nameNotForced_losesIt() throws IOException {
    try (HeldDirectory held = disk.open(ROOT);
        WritableFile file = held.createFile("f", Ownership.PRIVATE)) {
      file.stream().write("bytes".getBytes(UTF_8));
      file.sync();
    }
    disk.restart(Survival.NOTHING, new Random(1));
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void restart_contentNotForced_losesIt() throws IOException {
    try (HeldDirectory held = disk.open(ROOT);
        WritableFile file = held.createFile("f", Ownership.PRIVATE)) {
      file.stream().write("bytes".getBytes(UTF_8));
      held.sync();
    }
    disk.restart(Survival.NOTHING, new Random(1));
    assertThat(disk.files().get("/d/f")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Survival.class)
  void restart_moveBetweenDirectories_isNeverHalfDone(Survival survival) throws IOException {
    disk.put(ROOT.resolve("from"), Kind.DIRECTORY, "", 0700);
    disk.put(ROOT.resolve("from/f"), Kind.FILE, "new", 0600);
    disk.put(ROOT.resolve("f"), Kind.FILE, "old", 0600);
    try (HeldDirectory held = disk.open(ROOT);
        HeldDirectory from = held.openDirectory("from")) {
      from.move("f", held, "f");
      held.sync(); // only one of the two: not certain yet
    }
    disk.restart(survival, new Random(7));
    Set<String> left = new HashSet<>();
    disk.files().values().forEach(bytes -> left.add(new String(bytes, UTF_8)));
    assertThat(left).isIn(Set.of("new"), Set.of("new", "old"));
  }

  @Test
  void powerCut_stopsEverythingUntilTheRestart() throws IOException {
    disk.cutPowerBefore(2);
    try (HeldDirectory held = disk.open(ROOT)) {
      held.createFile("f", Ownership.PRIVATE);
      assertThatThrownBy(held::sync).isInstanceOf(PowerCut.class);
      assertThatThrownBy(() -> held.attributes("f")).isInstanceOf(PowerCut.class);
      disk.restart(Survival.EVERYTHING, new Random(1));
      assertThat(held.attributes("f")).isPresent();
    }
  }

  @Test
  void fullDisk_leavesTheOldFile() throws IOException {
    try (HeldDirectory held = disk.open(ROOT)) {
      DurableFiles.write(held, "f", "old".getBytes(UTF_8), Ownership.PRIVATE);
      disk.failFrom(1, o -> o.kind() == Operation.Kind.WRITE, "No space left on device");
      assertThatThrownBy(
              () -> DurableFiles.write(held, "f", "new".getBytes(UTF_8), Ownership.PRIVATE))
          .isInstanceOf(IOException.class);
      assertThat(read(held, "f")).contains("old");
      assertThat(held.names()).containsExactly("f");
    }
  }
}
