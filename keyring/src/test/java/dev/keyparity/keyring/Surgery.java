package dev.keyparity.keyring;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Takes a ring apart into packets and sews it together in other ways. */
final class Surgery {

  /** A packet out of its ring. */
  @SuppressWarnings("ArrayRecordComponent") // a test's value, never compared
  record Piece(int tag, byte[] body) {
    Piece withBody(UnaryOperator<byte[]> change) {
      return new Piece(tag, change.apply(body.clone()));
    }
  }

  private final List<Piece> pieces;

  private Surgery(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  static Surgery on(byte[] ring) {
    Packets packets = Packets.frame(ring);
    if (packets.fault() != null) {
      throw new IllegalArgumentException(packets.fault());
    }
    return new Surgery(packets.list().stream().map(p -> new Piece(p.tag(), p.body())).toList());
  }

  static Surgery of(List<Piece> pieces) {
    return new Surgery(pieces);
  }

  List<Piece> pieces() {
    return pieces;
  }

  Surgery without(Predicate<Piece> removed) {
    return new Surgery(pieces.stream().filter(removed.negate()).toList());
  }

  Surgery replace(int index, UnaryOperator<byte[]> change) {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.set(index, pieces.get(index).withBody(change));
    return new Surgery(changed);
  }

  Surgery insert(int index, int tag, byte[] body) {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.add(index, new Piece(tag, body));
    return new Surgery(changed);
  }

  /** The index of the n-th packet of a type. */
  int indexOf(int tag, int n) {
    int seen = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).tag() == tag && seen++ == n) {
        return i;
      }
    }
    throw new IllegalArgumentException("no packet of type " + tag);
  }

  /** As GnuPG writes it: old format, shortest length. */
  byte[] oldFormat() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      int length = piece.body().length;
      int type = length < 256 ? 0 : length < 65_536 ? 1 : 2;
      out.write(0x80 | piece.tag() << 2 | type);
      for (int i = (1 << type) - 1; i >= 0; i--) {
        out.write(length >> (8 * i));
      }
      out.writeBytes(piece.body());
    }
    return out.toByteArray();
  }

  byte[] newFormat() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      int length = piece.body().length;
      out.write(0xc0 | piece.tag());
      if (length < 192) {
        out.write(length);
      } else if (length < 8384) {
        out.write(((length - 192) >> 8) + 192);
        out.write(length - 192);
      } else {
        out.write(255);
        for (int i = 3; i >= 0; i--) {
          out.write(length >> (8 * i));
        }
      }
      out.writeBytes(piece.body());
    }
    return out.toByteArray();
  }

  /** Where in an RSA secret key packet's body the protection octet stands. */
  static int rsaSecretStart(byte[] body) {
    int at = 6;
    for (int i = 0; i < 2; i++) {
      int bits = ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff);
      at += 2 + (bits + 7) / 8;
    }
    return at;
  }

  /** Recomputes the checksum of an unprotected secret part whose protection octet stands here. */
  static byte[] withChecksum(byte[] body, int protection) {
    int sum = 0;
    for (int i = protection + 1; i < body.length - 2; i++) {
      sum += body[i] & 0xff;
    }
    body[body.length - 2] = (byte) (sum >> 8);
    body[body.length - 1] = (byte) sum;
    return body;
  }
}
