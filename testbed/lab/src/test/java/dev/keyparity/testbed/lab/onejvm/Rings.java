package dev.keyparity.testbed.lab.onejvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.keyring.RingReader;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Rings that gpg made, once for all tests of this virtual machine. */
final class Rings {
  /** Bits too few for anything but tests, and quickly made. */
  private static final int BITS = 1024;

  static final Ring ONE = make("one");
  static final Ring TWO = make("two");
  static final Ring THREE = make("three");

  private Rings() {}

  /** The files of one key directory by name. */
  record Ring(String primary, String identity, Map<String, byte[]> files) {
    void writeTo(Path keyDirectory) throws IOException {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = keyDirectory.resolve(file.getKey());
        Files.write(path, file.getValue());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  private static Ring make(String name) {
    try {
      Path folder = Files.createTempDirectory("kp-rings");
      Path keyDirectory = folder.resolve("keys");
      String primary =
          GpgRing.make(keyDirectory, "keytrustee (client) " + name, BITS).get(0).fingerprint();
      TreeMap<String, byte[]> files = new TreeMap<>();
      for (String file : new String[] {"secring.gpg", "pubring.gpg"}) {
        files.put(file, Files.readAllBytes(keyDirectory.resolve(file)));
        Files.delete(keyDirectory.resolve(file));
      }
      files.put("keytrustee.conf", ("{\"client\":\"" + name + "\"}").getBytes(UTF_8));
      Files.delete(keyDirectory);
      Files.delete(folder);
      byte[] secring = Objects.requireNonNull(files.get("secring.gpg"));
      return new Ring(primary, identity(secring), Map.copyOf(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String identity(byte[] secring) {
    return Objects.requireNonNull(RingReader.read(secring).identity(), "a sound ring")
        .digest()
        .hex();
  }
}
