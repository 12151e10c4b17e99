package dev.keyparity.keyring;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A forward read over a slice of bytes that knows where in its file it stands. Every shortage is a
 * {@link ErrorCode#MALFORMED}; nothing is allocated beyond what is really there.
 */
final class ByteCursor {
  private final byte[] bytes;
  private final int end;
  private int position;

  ByteCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  int u8(String what) throws KeyringException {
    require(1, what);
    return bytes[position++] & 0xff;
  }

  int u16(String what) throws KeyringException {
    return u8(what) << 8 | u8(what);
  }

  byte[] take(int count, String what) throws KeyringException {
    require(count, what);
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  /** A multiprecision integer, RFC 4880 §3.2: two octets of length in bits, then the octets. */
  BigInteger mpi(String what) throws KeyringException {
    int bits = u16(what);
    byte[] magnitude = take((bits + 7) / 8, what);
    BigInteger value = new BigInteger(1, magnitude);
    Arrays.fill(magnitude, (byte) 0);
    return value;
  }

  /** Passes over a multiprecision integer whose length in bits must be its true one. */
  void exactMpi(String what) throws KeyringException {
    int at = position;
    int declared = u16(what);
    position = at;
    int actual = mpi(what).bitLength();
    if (actual != declared) {
      throw new KeyringException(
          ErrorCode.MALFORMED,
          what
              + " at byte "
              + at
              + ": a number of "
              + actual
              + " bits (expected: "
              + declared
              + ")");
    }
  }

  /** The sum of all octets from {@code start} to here, modulo 65536: RFC 4880 §5.5.3. */
  int sumSince(int start) {
    int sum = 0;
    for (int i = start; i < position; i++) {
      sum += bytes[i] & 0xff;
    }
    return sum & 0xffff;
  }

  private void require(int count, String what) throws KeyringException {
    if (count < 0 || count > remaining()) {
      throw new KeyringException(
          ErrorCode.MALFORMED,
          what + " at byte " + position + ": ends too early (expected: " + count + " bytes)");
    }
  }
}
