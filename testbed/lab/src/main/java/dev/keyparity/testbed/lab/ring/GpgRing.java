package dev.keyparity.testbed.lab.ring;

import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The classic pair pubring.gpg and secring.gpg in a key directory. */
public final class GpgRing {
  public static final String PUBLIC_RING = "pubring.gpg";
  public static final String SECRET_RING = "secring.gpg";

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private GpgRing() {}

  /**
   * A secret key as gpg lists it.
   *
   * @param fingerprint 40 upper-case hex digits
   * @param primary or a subkey
   * @param algorithm the OpenPGP number; 1 is RSA
   */
  public record ListedKey(String fingerprint, boolean primary, int algorithm, int bits) {}

  /**
   * Has gpg 1 make an RSA pair (a primary key that signs, a subkey that encrypts, no passphrase)
   * and puts its two rings, and nothing else of gpg's, into {@code keyDirectory}: mode 0700, files
   * 0600. Replaces rings that are there.
   *
   * @return what gpg lists of it
   */
  public static List<ListedKey> make(Path keyDirectory, String userName, int bits) {
    try {
      Files.createDirectories(keyDirectory, OWNER_ONLY);
      return inHome(
          keyDirectory,
          home -> {
            generate(home, userName, bits);
            move(home, keyDirectory, PUBLIC_RING);
            move(home, keyDirectory, SECRET_RING);
            return list(keyDirectory);
          });
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "making a ring in " + keyDirectory, e);
    }
  }

  /** What gpg 1 lists as secret keys, in the order of the ring; it is asked about a copy. */
  public static List<ListedKey> list(Path keyDirectory) {
    try {
      return inHome(keyDirectory, home -> listCopy(keyDirectory, home));
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "listing the ring in " + keyDirectory, e);
    }
  }

  private static List<ListedKey> listCopy(Path keyDirectory, Path home) {
    for (String ring : List.of(PUBLIC_RING, SECRET_RING)) {
      if (Files.exists(keyDirectory.resolve(ring))) {
        copy(keyDirectory.resolve(ring), home.resolve(ring));
      }
    }
    // The second --fingerprint asks for the subkeys' as well.
    String listing =
        gpg(home, "--list-secret-keys", "--with-colons", "--fingerprint", "--fingerprint").out();
    return parse(listing);
  }

  /**
   * The colon format is described in GnuPG's doc/DETAILS: record type, then bits in field 3 and
   * algorithm in field 4.
   */
  static List<ListedKey> parse(String listing) {
    List<ListedKey> keys = new ArrayList<>();
    String[] key = {};
    for (String line : listing.lines().toList()) {
      String[] fields = line.split(":", -1);
      switch (fields[0]) {
        case "sec", "ssb" -> key = fields;
        case "fpr" ->
            keys.add(
                new ListedKey(
                    fields[9],
                    key[0].equals("sec"),
                    Integer.parseInt(key[3]),
                    Integer.parseInt(key[2])));
        default -> {}
      }
    }
    return List.copyOf(keys);
  }

  private static void generate(Path home, String userName, int bits) {
    // Without a Passphrase line the keys are stored unprotected.
    String parameters =
        """
        Key-Type: RSA
        Key-Length: %d
        Key-Usage: sign
        Subkey-Type: RSA
        Subkey-Length: %d
        Subkey-Usage: encrypt
        Name-Real: %s
        Expire-Date: 0
        %%commit
        """
            .formatted(bits, bits, userName);
    Path file = home.resolve("parameters");
    try {
      Files.writeString(file, parameters);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
    gpg(home, "--gen-key", file.toString());
  }

  private static Command.Result gpg(Path home, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("gpg1", "--homedir", home.toString(), "--batch", "--no-tty"));
    command.addAll(List.of(arguments));
    try {
      return Command.run(command).orThrow();
    } catch (LabException e) {
      if (e.code() == LabException.Code.TOOL_MISSING) {
        throw new LabException(
            e.code(), "gpg1 is not installed (expected: Debian's package gnupg1)", e);
      }
      throw e;
    }
  }

  /**
   * Beside the key directory, so that a move between them is a rename and private keys stay on one
   * disk.
   */
  private static <T> T inHome(Path keyDirectory, Function<Path, T> work) throws IOException {
    Path beside = keyDirectory.toAbsolutePath().getParent();
    if (beside == null) {
      throw new IOException(keyDirectory + ": no directory beside it (expected: a subdirectory)");
    }
    Path home = Files.createTempDirectory(beside, ".gpg", OWNER_ONLY);
    try {
      return work.apply(home);
    } finally {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(home);
    }
  }

  private static void move(Path home, Path keyDirectory, String ring) {
    try {
      Path made = home.resolve(ring);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      Files.move(
          made,
          keyDirectory.resolve(ring),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "moving " + ring + " to " + keyDirectory, e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "copying " + from, e);
    }
  }
}
