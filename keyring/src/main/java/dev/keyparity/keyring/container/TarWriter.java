package dev.keyparity.keyring.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a POSIX.1-2001 tar stream: ustar headers, and a pax header before an entry whose values do
 * not fit (IEEE Std 1003.1, pax, "ustar Interchange Format"). Every {@code tar} since 2001 reads
 * it.
 */
final class TarWriter {
  static final int BLOCK = 512;
  private static final long MOST_OCTAL_11 = 077777777777L;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /** The header of an entry; the caller then writes exactly {@code size} bytes and ends it. */
  void begin(TarHeader header) throws IOException {
    Map<String, String> pax = new TreeMap<>();
    byte[] block = new byte[BLOCK];
    putText(block, 0, 100, header.path(), "path", pax);
    putOctal(block, 100, 8, header.mode());
    putOctal(block, 108, 8, 0);
    putOctal(block, 116, 8, 0);
    if (header.size() > MOST_OCTAL_11) {
      pax.put("size", Long.toString(header.size()));
    }
    putOctal(block, 124, 12, Math.min(header.size(), MOST_OCTAL_11));
    putOctal(block, 136, 12, header.modifiedSeconds());
    block[156] = (byte) header.type();
    putText(block, 157, 100, header.link(), "linkpath", pax);
    putOwner(block, header, pax);
    if (!pax.isEmpty()) {
      writePax(pax);
    }
    seal(block);
    out.write(block);
  }

  /** Fills the last block of an entry of this many bytes. */
  void end(long size) throws IOException {
    out.write(new byte[padding(size)]);
  }

  /** The two empty blocks that end an archive. */
  void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private static void putOwner(byte[] block, TarHeader header, Map<String, String> pax) {
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
    putText(block, 265, 32, header.owner(), "uname", pax);
    putText(block, 297, 32, header.group(), "gname", pax);
    putOctal(block, 329, 8, 0);
    putOctal(block, 337, 8, 0);
  }

  private void writePax(Map<String, String> records) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    records.forEach((key, value) -> body.writeBytes(paxRecord(key, value)));
    byte[] block = new byte[BLOCK];
    System.arraycopy("pax".getBytes(StandardCharsets.US_ASCII), 0, block, 0, 3);
    putOctal(block, 100, 8, 0600);
    putOctal(block, 108, 8, 0);
    putOctal(block, 116, 8, 0);
    putOctal(block, 124, 12, body.size());
    putOctal(block, 136, 12, 0);
    block[156] = 'x';
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
    seal(block);
    out.write(block);
    body.writeTo(out);
    end(body.size());
  }

  /** {@code "LENGTH KEY=VALUE\n"}, where the length counts its own digits too. */
  private static byte[] paxRecord(String key, String value) {
    byte[] rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = rest.length + 1;
    while (Integer.toString(length).length() + rest.length != length) {
      length++;
    }
    byte[] digits = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
    byte[] record = new byte[length];
    System.arraycopy(digits, 0, record, 0, digits.length);
    System.arraycopy(rest, 0, record, digits.length, rest.length);
    return record;
  }

  private static void putText(
      byte[] block, int at, int width, String text, String key, Map<String, String> pax) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean plain = text.chars().allMatch(c -> c > 0 && c < 128);
    // One octet stays zero: old readers expect a terminator, though the standard does not.
    if (!plain || bytes.length >= width) {
      pax.put(key, text);
    }
    System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, width - 1));
  }

  private static void putOctal(byte[] block, int at, int width, long value) {
    String digits = String.format("%0" + (width - 1) + "o", Math.max(0, value));
    System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, block, at, width - 1);
  }

  private static void seal(byte[] block) {
    java.util.Arrays.fill(block, 148, 156, (byte) ' ');
    putOctal(block, 148, 7, checksum(block));
  }

  /** The sum of all octets with the checksum field taken as spaces. */
  static int checksum(byte[] block) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
    }
    return sum;
  }
}
