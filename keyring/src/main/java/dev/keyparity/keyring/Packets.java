package dev.keyparity.keyring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The framing of an OpenPGP file (RFC 4880 §4.2, RFC 9580 §4.2): every packet that is whole, and
 * where and why reading had to stop.
 *
 * @param list the packets before the fault, in file order
 * @param fault why the rest could not be framed; null if the file ends exactly with a packet
 * @param faultAt the byte at which the packet that could not be framed begins
 */
record Packets(List<Packet> list, @Nullable String fault, int faultAt) {
  static Packets frame(byte[] file) {
    List<Packet> packets = new ArrayList<>();
    int at = 0;
    while (at < file.length) {
      try {
        Packet next = one(file, at);
        packets.add(next);
        at = next.end();
      } catch (KeyringException e) {
        return new Packets(List.copyOf(packets), e.getMessage(), at);
      }
    }
    return new Packets(List.copyOf(packets), null, file.length);
  }

  private static Packet one(byte[] file, int at) throws KeyringException {
    ByteCursor header = new ByteCursor(file, at, file.length);
    int first = header.u8("packet header");
    if ((first & 0x80) == 0) {
      throw fault("not a packet at byte " + at + String.format(": 0x%02x", first));
    }
    boolean newFormat = (first & 0x40) != 0;
    int tag = newFormat ? first & 0x3f : first >> 2 & 0x0f;
    long length = newFormat ? newLength(header, at) : oldLength(header, first & 3, at);
    if (length > header.remaining()) {
      throw fault(
          "packet at byte "
              + at
              + " is cut off: "
              + header.remaining()
              + " bytes (expected: "
              + length
              + ")");
    }
    int start = header.position();
    return new Packet(tag, at, file, start, start + (int) length);
  }

  private static long oldLength(ByteCursor header, int type, int at) throws KeyringException {
    return switch (type) {
      case 0 -> header.u8("packet length");
      case 1 -> header.u16("packet length");
      case 2 -> (long) header.u16("packet length") << 16 | header.u16("packet length");
      default -> throw fault("packet at byte " + at + ": indeterminate length, none in a ring");
    };
  }

  private static long newLength(ByteCursor header, int at) throws KeyringException {
    int first = header.u8("packet length");
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192L) << 8) + header.u8("packet length") + 192;
    }
    if (first == 255) {
      return (long) header.u16("packet length") << 16 | header.u16("packet length");
    }
    throw fault("packet at byte " + at + ": partial length, none in a ring");
  }

  private static KeyringException fault(String message) {
    return new KeyringException(ErrorCode.MALFORMED, message);
  }
}
