package dev.keyparity.keyring;

import java.util.Arrays;

/** One framed OpenPGP packet (types: RFC 9580 §5): a view into its file, not a copy. */
final class Packet {
  static final int SIGNATURE = 2;
  static final int SECRET_KEY = 5;
  static final int PUBLIC_KEY = 6;
  static final int SECRET_SUBKEY = 7;
  static final int MARKER = 10;
  static final int TRUST = 12;
  static final int USER_ID = 13;
  static final int PUBLIC_SUBKEY = 14;
  static final int USER_ATTRIBUTE = 17;

  private final int tag;
  private final int offset;
  private final byte[] file;
  private final int start;
  private final int end;

  /**
   * @param offset of its header in the file
   * @param start of its body
   * @param end of its body, exclusive
   */
  Packet(int tag, int offset, byte[] file, int start, int end) {
    this.tag = tag;
    this.offset = offset;
    this.file = file;
    this.start = start;
    this.end = end;
  }

  int tag() {
    return tag;
  }

  int offset() {
    return offset;
  }

  int end() {
    return end;
  }

  /** The bytes of its body from its start up to this place in the file. */
  byte[] upTo(int position) {
    return Arrays.copyOfRange(file, start, position);
  }

  byte[] body() {
    return Arrays.copyOfRange(file, start, end);
  }

  int length() {
    return end - start;
  }

  ByteCursor cursor() {
    return new ByteCursor(file, start, end);
  }

  boolean isKey() {
    return tag == SECRET_KEY || tag == SECRET_SUBKEY || tag == PUBLIC_KEY || tag == PUBLIC_SUBKEY;
  }

  boolean isSecret() {
    return tag == SECRET_KEY || tag == SECRET_SUBKEY;
  }

  boolean isPrimary() {
    return tag == SECRET_KEY || tag == PUBLIC_KEY;
  }

  String name() {
    return switch (tag) {
      case SIGNATURE -> "signature";
      case SECRET_KEY -> "secret key";
      case PUBLIC_KEY -> "public key";
      case SECRET_SUBKEY -> "secret subkey";
      case MARKER -> "marker";
      case TRUST -> "trust";
      case USER_ID -> "user id";
      case PUBLIC_SUBKEY -> "public subkey";
      case USER_ATTRIBUTE -> "user attribute";
      default -> "type " + tag;
    };
  }

  String where() {
    return name() + " packet at byte " + offset;
  }
}
