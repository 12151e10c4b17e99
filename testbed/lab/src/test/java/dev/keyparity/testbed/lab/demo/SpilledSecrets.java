package dev.keyparity.testbed.lab.demo;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.RSASecretBCPGKey;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.jcajce.JcaPGPSecretKeyRingCollection;

/**
 * Looks for the private numbers of RSA keys in files: as bytes, in hexadecimal, and in Base64 at
 * each of the three places in which they may begin in a group. A beginning of 15 bytes is looked
 * for: nothing else on earth begins so.
 */
final class SpilledSecrets {
  private static final int LENGTH = 15;

  private final List<byte[]> needles = new ArrayList<>();

  /** Learns the private numbers of a ring without a passphrase. */
  SpilledSecrets learn(Path ring) throws IOException {
    try (InputStream in = Files.newInputStream(ring)) {
      for (PGPSecretKeyRing keys : new JcaPGPSecretKeyRingCollection(in)) {
        for (PGPSecretKey key : keys) {
          RSASecretBCPGKey secret =
              (RSASecretBCPGKey) key.extractPrivateKey(null).getPrivateKeyDataPacket();
          learn(secret.getPrivateExponent());
          learn(secret.getPrimeP());
          learn(secret.getPrimeQ());
        }
      }
      return this;
    } catch (PGPException e) {
      throw new IOException(ring + ": " + e.getMessage(), e);
    }
  }

  private void learn(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] bytes = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    byte[] beginning = Arrays.copyOf(bytes, LENGTH);
    needles.add(beginning);
    needles.add(ascii(HexFormat.of().formatHex(beginning)));
    needles.add(ascii(HexFormat.of().withUpperCase().formatHex(beginning)));
    for (int skipped = 0; skipped < 3; skipped++) {
      byte[] slice = Arrays.copyOfRange(bytes, skipped, skipped + LENGTH);
      needles.add(ascii(Base64.getEncoder().encodeToString(slice)));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The files below a directory in which any of the numbers shows. */
  Set<Path> in(Path root) throws IOException {
    Set<Path> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        byte[] content = Files.readAllBytes(file);
        if (needles.stream().anyMatch(needle -> contains(content, needle))) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static boolean contains(byte[] content, byte[] needle) {
    for (int at = 0; at <= content.length - needle.length; at++) {
      if (content[at] == needle[0]
          && Arrays.equals(content, at, at + needle.length, needle, 0, needle.length)) {
        return true;
      }
    }
    return false;
  }
}
