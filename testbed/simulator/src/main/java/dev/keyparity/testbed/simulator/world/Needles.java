package dev.keyparity.testbed.simulator.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Pieces of private keys, as they are, in hex and in base64, and the search for them. */
final class Needles {
  private static final int LENGTH = 24;
  private static final int INSIDE = 40;

  private final List<byte[]> all = new ArrayList<>();

  /** By their first two bytes: nearly everything that is searched begins none of them. */
  private final boolean[] begins = new boolean[1 << 16];

  /** Adds a piece of a private key that its public part does not have. */
  void add(byte[] secring, byte[] pubring) {
    int at = INSIDE;
    while (contains(pubring, Arrays.copyOfRange(secring, at, at + LENGTH))) {
      at++;
    }
    byte[] piece = Arrays.copyOfRange(secring, at + INSIDE, at + INSIDE + LENGTH);
    put(piece);
    put(HexFormat.of().formatHex(piece).getBytes(StandardCharsets.US_ASCII));
    for (int skip = 0; skip < 3; skip++) {
      byte[] part = Arrays.copyOfRange(piece, skip, skip + LENGTH - 3);
      put(Base64.getEncoder().encode(part));
      put(Base64.getUrlEncoder().encode(part));
    }
  }

  private void put(byte[] needle) {
    all.add(needle);
    begins[pair(needle, 0)] = true;
  }

  boolean isIn(byte[] bytes) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (begins[pair(bytes, i)] && startsAny(bytes, i)) {
        return true;
      }
    }
    return false;
  }

  private static int pair(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private boolean startsAny(byte[] bytes, int at) {
    for (byte[] needle : all) {
      if (at + needle.length <= bytes.length
          && Arrays.equals(bytes, at, at + needle.length, needle, 0, needle.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(byte[] bytes, byte[] piece) {
    for (int i = 0; i + piece.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + piece.length, piece, 0, piece.length)) {
        return true;
      }
    }
    return false;
  }
}
