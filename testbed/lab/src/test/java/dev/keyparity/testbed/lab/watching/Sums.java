package dev.keyparity.testbed.lab.watching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums as other tools write them. */
final class Sums {
  private Sums() {}

  static String sha1(Path file) {
    return of("SHA-1", file);
  }

  static String sha256(Path file) {
    return of("SHA-256", file);
  }

  private static String of(String algorithm, Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
