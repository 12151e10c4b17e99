package dev.keyparity.testbed.lab.watching;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/** What is done to one key file, and undone, in turn. Used by one thread. */
final class Changes {
  /** Kinds of which a tool that only compares a file's content can tell, too. */
  static final int OF_CONTENT = 3;

  private final Path file;
  private final byte[] approved;
  private final byte[] rogue;
  private final List<Deed> deeds =
      List.of(this::replace, this::flip, this::overwrite, this::cut, this::delete, this::link);

  private interface Deed {
    void run() throws IOException;
  }

  Changes(Path file, byte[] rogue) throws IOException {
    this.file = file;
    this.approved = Files.readAllBytes(file);
    this.rogue = rogue;
  }

  int kinds() {
    return deeds.size();
  }

  void make(int kind) throws IOException {
    deeds.get(kind).run();
  }

  /** The approved file, put there as a careful person would. */
  void undo() throws IOException {
    put(approved);
  }

  private void replace() throws IOException {
    put(rogue);
  }

  private void flip() throws IOException {
    byte[] bytes = approved.clone();
    bytes[bytes.length / 3] ^= 4;
    Files.write(file, bytes);
  }

  private void overwrite() throws IOException {
    Files.write(file, rogue);
  }

  private void cut() throws IOException {
    Files.write(file, Arrays.copyOf(approved, approved.length / 2));
  }

  private void delete() throws IOException {
    Files.delete(file);
  }

  private void link() throws IOException {
    Path elsewhere = file.resolveSibling("elsewhere");
    Files.move(file, elsewhere, StandardCopyOption.ATOMIC_MOVE);
    Files.createSymbolicLink(file, elsewhere.getFileName());
  }

  private void put(byte[] content) throws IOException {
    Path fresh = file.resolveSibling("secring.gpg.new");
    Files.write(fresh, content);
    Files.setPosixFilePermissions(
        fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(file.resolveSibling("elsewhere"));
  }
}
