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

  /** All are at least so long; of longer ones this much is enough. */
  private static final int SHORTEST = LENGTH;

  private final List<byte[]> all = new ArrayList<>();

  /**
   * By two bytes that stand where the first {@link #SHORTEST} of a needle may end: by how much to
   * go on at least to where another may end. Nearly everything that is searched is passed over.
   */
  private final byte[] onwards = new byte[1 << 16];

  Needles() {
    Arrays.fill(onwards, (byte) (SHORTEST - 1));
  }

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
    for (int i = 0; i + 2 <= SHORTEST; i++) {
      int pair = pair(needle, i);
      onwards[pair] = (byte) Math.min(onwards[pair], SHORTEST - 2 - i);
    }
  }

  boolean isIn(byte[] bytes) {
    int end = SHORTEST - 2;
    while (end + 1 < bytes.length) {
      int onwards = this.onwards[pair(bytes, end)];
      if (onwards == 0 && startsAny(bytes, end + 2 - SHORTEST)) {
        return true;
      }
      end += Math.max(1, onwards);
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
