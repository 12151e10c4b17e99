package dev.keyparity.keyring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An approved key directory, another one, and the verdict on the other that was written down by
 * hand before anything was judged. A file that no deed changes is the same in both.
 *
 * @param name what happened to the other directory
 * @param expected from the rules of the verdicts, not from what the product told
 * @param warned the sorts of warnings that must be told, all of them, where the verdict is green
 * @param approved bytes of the approved key file
 * @param other bytes of the other's key file
 * @param deed what is done besides to the other directory, made well first
 */
record RingPair(
    String name,
    Verdict expected,
    Set<Warning.Kind> warned,
    Supplier<byte[]> approved,
    Supplier<byte[]> other,
    Deed deed) {
  static final String KEY_FILE = "secring.gpg";

  /** Something that is done to a key directory. */
  interface Deed {
    void on(Path directory) throws Exception;
  }

  RingPair {
    warned = Set.copyOf(warned);
  }

  /** Of two key files in directories that are alike otherwise. */
  static RingPair of(
      String name, Verdict expected, Supplier<byte[]> approved, Supplier<byte[]> other) {
    return new RingPair(name, expected, Set.of(), approved, other, directory -> {});
  }

  /** Of two directories that hold the same key file until something is done to one. */
  static RingPair after(String name, Verdict expected, Deed deed) {
    return new RingPair(name, expected, Set.of(), TestRings::approved, TestRings::approved, deed);
  }

  RingPair warning(Warning.Kind first, Warning.Kind... more) {
    return new RingPair(name, expected, EnumSet.of(first, more), approved, other, deed);
  }

  /** What an agent on the other host finds, and what the coordinator makes of it. */
  Told judge(Path place) throws Exception {
    Profile profile = ownedByUs(place);
    KeyDirectoryFacts good =
        KeyDirectory.inspect(directory(place.resolve("approved"), approved.get()), profile);
    Path bad = directory(place.resolve("other"), other.get());
    deed.on(bad);
    KeyDirectoryFacts found = KeyDirectory.inspect(bad, profile);
    Comparison comparison = Comparison.of(good, found, truncation(bad.resolve(KEY_FILE)));
    Set<Warning.Kind> kinds = EnumSet.noneOf(Warning.Kind.class);
    found.warnings().forEach(warning -> kinds.add(warning.kind()));
    comparison.warnings().forEach(warning -> kinds.add(warning.kind()));
    return new Told(comparison, kinds);
  }

  /** What was told of the other directory. */
  record Told(Comparison comparison, Set<Warning.Kind> warnings) {}

  private Truncation truncation(Path keyFile) throws IOException {
    boolean readable = Files.isRegularFile(keyFile) && Files.isReadable(keyFile);
    return readable && Files.size(keyFile) <= KeyDirectory.MOST_BYTES
        ? Truncation.between(approved.get(), Files.readAllBytes(keyFile))
        : Truncation.UNKNOWN;
  }

  private static Profile ownedByUs(Path place) throws IOException {
    return Judge.PROFILE.ownedBy(
        Files.getOwner(place).getName(), Files.getAttribute(place, "posix:group").toString());
  }

  private static Path directory(Path directory, byte[] secring) throws IOException {
    Files.createDirectory(directory, mode("rwx------"));
    write(directory.resolve(KEY_FILE), secring);
    write(directory.resolve("pubring.gpg"), TestRings.approvedPublic());
    write(directory.resolve("keytrustee.conf"), "{}\n".getBytes(StandardCharsets.US_ASCII));
    return directory;
  }

  static void write(Path file, byte[] content) throws IOException {
    Files.deleteIfExists(file);
    Files.write(Files.createFile(file, mode("rw-------")), content);
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  @Override
  public String toString() {
    return name;
  }
}
