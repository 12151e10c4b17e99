package dev.keyparity.agent.store;

import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.RingReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rings that a real gpg1 made, once per test run: small keys, quick random numbers, good for
 * nothing but tests.
 */
@SuppressWarnings("ArrayRecordComponent") // a test's value, never compared
public record TestRing(byte[] secring, byte[] pubring, KeyIdentity identity) {

  private static final int SECRET_SUBKEY = 7;
  private static final int TRUST = 12;

  /** The approved key. */
  public static final TestRing ALPHA = make("alpha", 1024);

  /** Another host's own key. */
  public static final TestRing BETA = make("beta", 1024);

  private static final byte[] CONF =
      "{\"client\":\"test\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** All three files of the profile. */
  public KeyFileSet files() {
    return KeyFileSet.of(
        Map.of("secring.gpg", secring, "pubring.gpg", pubring, "keytrustee.conf", CONF), Set.of());
  }

  /** Writes the three files. */
  public void writeTo(Path directory) throws IOException {
    KeyFileSet files = files();
    for (String name : files.digests().keySet()) {
      Path file = directory.resolve(name);
      Files.write(file, files.secretBytes(name));
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** This ring with another one's subkey behind its own: a key was added. */
  public TestRing withSubkeyOf(TestRing other) {
    int from = other.first(SECRET_SUBKEY);
    byte[] both = Arrays.copyOf(secring, secring.length + other.secring.length - from);
    System.arraycopy(other.secring, from, both, secring.length, other.secring.length - from);
    return new TestRing(
        both, pubring, Objects.requireNonNull(RingReader.read(both).identity(), "a sound ring"));
  }

  /** The same key in fewer bytes: without the first of the trust packets that GnuPG 1 writes. */
  public TestRing withoutFirstTrustPacket() {
    int at = first(TRUST);
    int end = at + length(at);
    byte[] shorter = Arrays.copyOf(secring, secring.length - (end - at));
    System.arraycopy(secring, end, shorter, at, secring.length - end);
    return new TestRing(shorter, pubring, identity);
  }

  /** Where the first packet of a kind begins (RFC 4880 section 4.2.1: old packet format). */
  private int first(int tag) {
    int at = 0;
    while (((secring[at] >> 2) & 0xf) != tag) {
      at += length(at);
    }
    return at;
  }

  /** Of the packet that begins there, its header included. */
  private int length(int at) {
    int lengthBytes = 1 << (secring[at] & 3);
    int length = 0;
    for (int i = 1; i <= lengthBytes; i++) {
      length = length << 8 | (secring[at + i] & 0xff);
    }
    return 1 + lengthBytes + length;
  }

  /**
   * A new ring of one primary key and one subkey.
   *
   * @param bits 1024 is quick; what is encrypted to must have 2048
   */
  public static TestRing make(String name, int bits) {
    try {
      Path home = Files.createTempDirectory("kp-ring");
      try {
        Path parameters = home.resolve("parameters");
        Files.writeString(
            parameters,
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
                .formatted(bits, bits, name));
        run(home, "--gen-key", parameters.toString());
        byte[] secring = Files.readAllBytes(home.resolve("secring.gpg"));
        return new TestRing(
            secring,
            Files.readAllBytes(home.resolve("pubring.gpg")),
            Objects.requireNonNull(RingReader.read(secring).identity(), "a sound ring"));
      } finally {
        remove(home);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("gpg1 is needed (package gnupg1)", e);
    }
  }

  private static void run(Path home, String... arguments) throws IOException {
    Process gpg =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            "gpg1",
                            "--homedir",
                            home.toString(),
                            "--batch",
                            "--no-tty",
                            "--quick-random"),
                        Stream.of(arguments))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    try {
      if (gpg.waitFor() != 0) {
        throw new IOException(Files.readString(home.resolve("log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void remove(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
