package dev.keyparity.keyring.container;

import dev.keyparity.keyring.ErrorCode;
import dev.keyparity.keyring.KeyringException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads exactly what {@link TarWriter} writes and refuses everything else: it verifies containers
 * of ours, and a surprise in one is a fault.
 */
final class TarReader {
  private static final int MOST_PAX = 64 * 1024;

  private final InputStream in;
  private long left;
  private int padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** The next header, or empty at the archive's end, after which nothing may follow. */
  Optional<TarHeader> next() throws IOException, KeyringException {
    skipContent();
    byte[] block = block();
    if (isEmpty(block)) {
      if (!isEmpty(block()) || in.read() >= 0) {
        throw malformed("the archive does not end as it should");
      }
      return Optional.empty();
    }
    Map<String, String> pax = new HashMap<>();
    if (typeOf(block) == 'x') {
      pax = pax((int) octal(block, 124, 12));
      block = block();
    }
    checkHeader(block);
    TarHeader header =
        new TarHeader(
            pax.getOrDefault("path", text(block, 0, 100)),
            typeOf(block),
            pax.containsKey("size") ? Long.parseLong(pax.get("size")) : octal(block, 124, 12),
            (int) octal(block, 100, 8),
            pax.getOrDefault("uname", text(block, 265, 32)),
            pax.getOrDefault("gname", text(block, 297, 32)),
            octal(block, 136, 12),
            pax.getOrDefault("linkpath", text(block, 157, 100)));
    left = header.size();
    padding = TarWriter.padding(header.size());
    return Optional.of(header);
  }

  /** The present entry's content; what the caller leaves unread is skipped. */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
          throw new IOException("the archive ends inside an entry");
        }
        left -= count;
        return count;
      }
    };
  }

  private void skipContent() throws IOException, KeyringException {
    byte[] buffer = new byte[8192];
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw malformed("the archive ends inside an entry");
      }
      left -= count;
    }
    if (in.readNBytes(padding).length != padding) {
      throw malformed("the archive ends inside an entry");
    }
    padding = 0;
  }

  private Map<String, String> pax(int size) throws IOException, KeyringException {
    if (size > MOST_PAX) {
      throw malformed("a pax header of " + size + " bytes");
    }
    byte[] body = in.readNBytes(size);
    in.skipNBytes(TarWriter.padding(size));
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < body.length) {
      int space = at;
      while (space < body.length && body[space] != ' ') {
        space++;
      }
      int end;
      try {
        end = at + Integer.parseInt(new String(body, at, space - at, StandardCharsets.US_ASCII));
      } catch (NumberFormatException e) {
        throw malformed("a pax record without its length");
      }
      if (end <= space + 1 || end > body.length) {
        throw malformed("a pax record of the wrong length");
      }
      String record = new String(body, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 0) {
        throw malformed("a pax record without a value");
      }
      records.put(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
    return records;
  }

  private static void checkHeader(byte[] block) throws KeyringException {
    boolean known =
        switch (typeOf(block)) {
          case TarHeader.FILE, TarHeader.DIRECTORY, TarHeader.SYMLINK -> true;
          default -> false;
        };
    if (!known) {
      throw malformed("an entry of type " + (int) typeOf(block));
    }
  }

  private byte[] block() throws IOException, KeyringException {
    byte[] block = in.readNBytes(TarWriter.BLOCK);
    if (block.length != TarWriter.BLOCK) {
      throw malformed("the archive ends too early");
    }
    if (!isEmpty(block) && octal(block, 148, 8) != TarWriter.checksum(block)) {
      throw malformed("a header does not match its checksum");
    }
    return block;
  }

  private static boolean isEmpty(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static char typeOf(byte[] block) {
    return (char) (block[156] & 0xff);
  }

  private static String text(byte[] block, int at, int width) {
    int end = at;
    while (end < at + width && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] block, int at, int width) throws KeyringException {
    String digits = text(block, at, width).strip();
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw malformed("a number in a header is not octal");
    }
  }

  private static KeyringException malformed(String what) {
    return new KeyringException(ErrorCode.MALFORMED, "tar inside the container: " + what);
  }
}
