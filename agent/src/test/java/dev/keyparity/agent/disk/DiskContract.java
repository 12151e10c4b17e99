package dev.keyparity.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Disk} does; run on the real one and on the one in memory. */
abstract class DiskContract {

  /** A fresh disk. */
  abstract Disk disk();

  /** An existing, empty directory on it. */
  abstract Path root();

  abstract void makeFile(Path file, String content) throws IOException;

  abstract void makeDirectory(Path directory) throws IOException;

  abstract void makeSymbolicLink(Path link, Path target) throws IOException;

  abstract void makeHardLink(Path link, Path target) throws IOException;

  abstract void makeFifo(Path fifo) throws IOException;

  abstract void rename(Path from, Path to) throws IOException;

  @Test
  void file_writtenAndForced_isReadBackWhole() throws IOException {
    byte[] large = new byte[300_000];
    new java.util.Random(1).nextBytes(large);
    try (HeldDirectory held = disk().open(root())) {
      try (WritableFile file = held.createFile("new", Ownership.PRIVATE)) {
        file.stream().write(large, 0, 100_000);
        file.stream().write(large, 100_000, 200_000);
        file.sync();
      }
      held.sync();
      try (ReadableFile file = held.openFile("new")) {
        assertThat(file.attributes().size()).isEqualTo(large.length);
        assertThat(file.stream().readAllBytes()).isEqualTo(large);
      }
    }
  }

  @Test
  void createFile_anyMode_hasItFromTheFirstInstantWhateverTheUmask() throws IOException {
    try (HeldDirectory held = disk().open(root());
        WritableFile file = held.createFile("open", new Ownership(null, null, 0666));
        WritableFile secret = held.createFile("secret", Ownership.PRIVATE)) {
      assertThat(attributes(held, "open").octalMode()).isEqualTo("0666");
      assertThat(attributes(held, "secret").octalMode()).isEqualTo("0600");
      assertThat(attributes(held, "secret").size()).isZero();
      assertThat(attributes(held, "secret").links()).isOne();
      file.sync();
      secret.sync();
    }
  }

  @Test
  void createFile_nameTaken_isRefusedAndTheFileIsUntouched() throws IOException {
    makeFile(root().resolve("taken"), "old");
    try (HeldDirectory held = disk().open(root())) {
      assertThatThrownBy(() -> held.createFile("taken", Ownership.PRIVATE))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(read(held, "taken")).contains("old");
    }
  }

  @Test
  void createFile_danglingSymbolicLinkOfThatName_isRefused() throws IOException {
    makeSymbolicLink(root().resolve("link"), root().resolve("elsewhere"));
    try (HeldDirectory held = disk().open(root())) {
      assertThatThrownBy(() -> held.createFile("link", Ownership.PRIVATE))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(held.attributes("elsewhere")).isEmpty();
    }
  }

  @Test
  void openFile_symbolicLink_isRefused() throws IOException {
    makeFile(root().resolve("real"), "x");
    makeSymbolicLink(root().resolve("link"), root().resolve("real"));
    assertUnsafe("link", "a symbolic link (expected: a regular file)");
  }

  @Test
  void readLink_saysWhereItPointsWithoutGoingThere() throws IOException {
    makeSymbolicLink(root().resolve("link"), Path.of("../elsewhere"));
    makeFile(root().resolve("file"), "x");
    try (HeldDirectory held = disk().open(root())) {
      assertThat(held.readLink("link")).isEqualTo("../elsewhere");
      assertThatThrownBy(() -> held.readLink("file"))
          .isInstanceOf(java.nio.file.NotLinkException.class);
    }
  }

  @Test
  void openSoleFile_hardLink_isRefusedUnderEitherName() throws IOException {
    makeFile(root().resolve("real"), "x");
    makeHardLink(root().resolve("other"), root().resolve("real"));
    try (HeldDirectory held = disk().open(root())) {
      for (String name : new String[] {"real", "other"}) {
        assertThatThrownBy(() -> held.openSoleFile(name))
            .isInstanceOf(UnsafeFileException.class)
            .hasMessageContaining("a hard link, one of 2 names (expected: one name)");
        try (ReadableFile file = held.openFile(name)) {
          assertThat(file.attributes().links()).isEqualTo(2);
        }
      }
      held.deleteFile("other");
      held.openSoleFile("real").close();
    }
  }

  @Test
  void link_keepsTheFileWhenItsFirstNameIsReplaced() throws IOException {
    makeFile(root().resolve("f"), "old");
    makeFile(root().resolve("new"), "new");
    makeSymbolicLink(root().resolve("s"), root().resolve("f"));
    try (HeldDirectory held = disk().open(root());
        HeldDirectory below = held.createDirectory("below", Ownership.PRIVATE_DIRECTORY)) {
      held.link("f", below, "kept");
      assertThat(attributes(held, "f").node()).isEqualTo(attributes(below, "kept").node());
      held.move("new", held, "f");
      assertThat(read(held, "f")).contains("new");
      assertThat(read(below, "kept")).contains("old");
      assertThatThrownBy(() -> held.link("f", below, "kept"))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void openFile_fifo_isRefusedAndDoesNotWait() throws IOException {
    makeFifo(root().resolve("fifo"));
    assertUnsafe("fifo", "a FIFO, socket or device (expected: a regular file)");
  }

  @Test
  void openFile_directory_isRefused() throws IOException {
    makeDirectory(root().resolve("directory"));
    assertUnsafe("directory", "a directory (expected: a regular file)");
  }

  @Test
  void openFile_absent_saysSo() throws IOException {
    try (HeldDirectory held = disk().open(root())) {
      assertThatThrownBy(() -> held.openFile("none")).isInstanceOf(NoSuchFileException.class);
      assertThat(held.attributes("none")).isEmpty();
    }
  }

  @Test
  void open_symbolicLinkInThePath_isRefused() throws IOException {
    makeDirectory(root().resolve("real"));
    makeDirectory(root().resolve("real").resolve("below"));
    makeSymbolicLink(root().resolve("link"), root().resolve("real"));
    assertThatThrownBy(() -> disk().open(root().resolve("link")))
        .isInstanceOf(UnsafeFileException.class)
        .hasMessageContaining("a symbolic link (expected: a directory)");
    assertThatThrownBy(() -> disk().open(root().resolve("link/below")))
        .isInstanceOf(UnsafeFileException.class);
    disk().open(root().resolve("real/below")).close();
  }

  @Test
  void open_fileOrNothingInPlaceOfTheDirectory_isRefused() throws IOException {
    makeFile(root().resolve("file"), "x");
    assertThatThrownBy(() -> disk().open(root().resolve("file")))
        .isInstanceOf(UnsafeFileException.class)
        .hasMessageContaining("a regular file (expected: a directory)");
    assertThatThrownBy(() -> disk().open(root().resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void heldDirectory_replacedUnderItsName_staysTheOneThatWasOpened() throws IOException {
    makeDirectory(root().resolve("d"));
    makeFile(root().resolve("d/f"), "mine");
    try (HeldDirectory held = disk().open(root().resolve("d"))) {
      rename(root().resolve("d"), root().resolve("moved"));
      makeDirectory(root().resolve("d"));
      makeFile(root().resolve("d/f"), "somebody else's");

      assertThat(read(held, "f")).contains("mine");
      try (HeldDirectory now = disk().open(root().resolve("d"))) {
        assertThat(now.attributes().node()).isNotEqualTo(held.attributes().node());
      }
    }
  }

  @Test
  void move_ontoAnExistingName_replacesIt() throws IOException {
    makeFile(root().resolve("old"), "old");
    makeDirectory(root().resolve("below"));
    makeFile(root().resolve("below/new"), "new");
    try (HeldDirectory held = disk().open(root());
        HeldDirectory below = held.openDirectory("below")) {
      below.move("new", held, "old");
      assertThat(read(held, "old")).contains("new");
      assertThat(below.names()).isEmpty();
      assertThatThrownBy(() -> below.move("new", held, "old"))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void move_changesWhichFileTheNameIs() throws IOException {
    makeFile(root().resolve("a"), "same");
    makeFile(root().resolve("b"), "same");
    try (HeldDirectory held = disk().open(root())) {
      Attributes before = attributes(held, "b");
      held.move("a", held, "b");
      assertThat(attributes(held, "b").node()).isNotEqualTo(before.node());
    }
  }

  @Test
  void names_listsEverythingSortedEachTime() throws IOException {
    makeFile(root().resolve("b"), "");
    makeDirectory(root().resolve("a"));
    try (HeldDirectory held = disk().open(root())) {
      assertThat(held.names()).containsExactly("a", "b");
      held.createFile("c", Ownership.PRIVATE).close();
      assertThat(held.names()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void deletes_removeWhatTheyNameAndNothingElse() throws IOException {
    try (HeldDirectory held = disk().open(root());
        HeldDirectory made = held.createDirectory("made", Ownership.PRIVATE_DIRECTORY)) {
      made.createFile("f", Ownership.PRIVATE).close();
      assertThatThrownBy(() -> held.deleteDirectory("made"))
          .isInstanceOf(DirectoryNotEmptyException.class);
      made.deleteFile("f");
      held.deleteDirectory("made");
      assertThat(held.names()).isEmpty();
      assertThatThrownBy(() -> held.deleteFile("f")).isInstanceOf(NoSuchFileException.class);
      held.sync();
    }
  }

  @Test
  void createDirectory_isOursAloneAndNotMadeTwice() throws IOException {
    try (HeldDirectory held = disk().open(root());
        HeldDirectory made = held.createDirectory("made", Ownership.PRIVATE_DIRECTORY)) {
      assertThat(made.attributes().octalMode()).isEqualTo("0700");
      assertThatThrownBy(() -> held.createDirectory("made", Ownership.PRIVATE_DIRECTORY))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void openOrCreate_makesWhatIsMissing() throws IOException {
    disk().openOrCreate(root().resolve("a/b/c")).close();
    disk().openOrCreate(root().resolve("a/b/c")).close();
    try (HeldDirectory held = disk().open(root().resolve("a/b"))) {
      assertThat(held.names()).containsExactly("c");
      assertThat(held.attributes().octalMode()).isEqualTo("0700");
    }
  }

  @Test
  void names_thatAreNoSingleComponent_areRefused() throws IOException {
    try (HeldDirectory held = disk().open(root())) {
      for (String name : new String[] {"", ".", "..", "a/b", "/etc", "../x"}) {
        assertThatThrownBy(() -> held.openFile(name))
            .as(name)
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> held.createFile(name, Ownership.PRIVATE))
            .as(name)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void durableFiles_write_replacesWholeAndLeavesNothingBehind() throws IOException {
    try (HeldDirectory held = disk().open(root())) {
      DurableFiles.write(held, "f", "one".getBytes(UTF_8), Ownership.PRIVATE);
      DurableFiles.write(held, "f", "two".getBytes(UTF_8), Ownership.PRIVATE);
      assertThat(read(held, "f")).contains("two");
      assertThat(held.names()).containsExactly("f");
      assertThat(DurableFiles.read(held, "none", 10)).isEmpty();
      assertThatThrownBy(() -> DurableFiles.read(held, "f", 2))
          .isInstanceOf(TooLargeException.class);
    }
  }

  private void assertUnsafe(String name, String saying) throws IOException {
    try (HeldDirectory held = disk().open(root())) {
      assertThatThrownBy(() -> held.openFile(name))
          .isInstanceOf(UnsafeFileException.class)
          .hasMessageContaining(saying);
    }
  }

  static Attributes attributes(HeldDirectory held, String name) throws IOException {
    return held.attributes(name).orElseThrow();
  }

  static Optional<String> read(HeldDirectory held, String name) throws IOException {
    return DurableFiles.read(held, name, 1 << 20).map(bytes -> new String(bytes, UTF_8));
  }
}
