package dev.keyparity.keyring;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public part of a v4 key packet (RFC 9580 §5.5.2.2, §5.5.5), with its exact bytes: the
 * fingerprint is taken over what stands in the file, not over a re-encoding of it.
 */
final class PublicPart {
  private final byte[] body;
  private final KeyAlgorithm algorithm;
  private final List<BigInteger> numbers;
  private final @Nullable Curve curve;
  private final byte[] raw;

  private PublicPart(
      byte[] body,
      KeyAlgorithm algorithm,
      List<BigInteger> numbers,
      @Nullable Curve curve,
      byte[] raw) {
    this.body = body;
    this.algorithm = algorithm;
    this.numbers = List.copyOf(numbers);
    this.curve = curve;
    this.raw = raw;
  }

  /** Reads it and leaves the cursor on the first octet of the secret part. */
  static PublicPart read(Packet packet, ByteCursor in) throws KeyringException {
    String where = packet.where();
    int version = in.u8(where);
    if (version != 4) {
      throw unknown(where + ": version " + version + " (expected: 4)");
    }
    in.take(4, where + ", creation time");
    int id = in.u8(where);
    KeyAlgorithm algorithm =
        KeyAlgorithm.of(id)
            .orElseThrow(() -> unknown(where + ": algorithm " + id + ", not known here"));
    Curve curve = namesCurve(algorithm) ? curve(in, where) : null;
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < numberCount(algorithm); i++) {
      numbers.add(in.mpi(where + ", public part"));
    }
    if (algorithm == KeyAlgorithm.ECDH) {
      in.take(in.u8(where), where + ", key derivation parameters");
    }
    byte[] raw = in.take(rawLength(algorithm), where + ", public part");
    byte[] body = packet.upTo(in.position());
    return new PublicPart(body, algorithm, numbers, curve, raw);
  }

  /** The bytes that fingerprint and signatures cover. */
  byte[] body() {
    return body;
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** The multiprecision integers in packet order; empty for the fixed-length algorithms. */
  List<BigInteger> numbers() {
    return numbers;
  }

  /** The curve, for the algorithms that name one. */
  @Nullable Curve curve() {
    return curve;
  }

  /** The public octets of the fixed-length algorithms; empty for the others. */
  byte[] raw() {
    return raw;
  }

  Fingerprint fingerprint() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(hashPrefix());
      return Fingerprint.fromBytes(sha1.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java runtime lacks SHA-1, which every one must have", e);
    }
  }

  /** What precedes the body wherever it is hashed: RFC 4880 §5.2.4. */
  byte[] hashPrefix() {
    return new byte[] {(byte) 0x99, (byte) (body.length >> 8), (byte) body.length};
  }

  String word() {
    return curve == null ? algorithm.word() : algorithm.word() + "-" + curve.word();
  }

  int bits() {
    if (curve != null) {
      return curve.bits();
    }
    return switch (algorithm) {
      case RSA, RSA_SIGN_ONLY, ELGAMAL, DSA -> numbers.get(0).bitLength();
      case X448, ED448 -> 448;
      default -> 255;
    };
  }

  private static boolean namesCurve(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDH, ECDSA, EDDSA -> true;
      default -> false;
    };
  }

  private static int numberCount(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA, RSA_SIGN_ONLY -> 2;
      case ELGAMAL -> 3;
      case DSA -> 4;
      case ECDH, ECDSA, EDDSA -> 1;
      default -> 0;
    };
  }

  static int rawLength(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case X25519, ED25519 -> 32;
      case X448 -> 56;
      case ED448 -> 57;
      default -> 0;
    };
  }

  private static Curve curve(ByteCursor in, String where) throws KeyringException {
    byte[] oid = in.take(in.u8(where + ", curve"), where + ", curve");
    return Curve.encodedAs(oid).orElseThrow(() -> unknown(where + ": a curve not known here"));
  }

  private static KeyringException unknown(String message) {
    return new KeyringException(ErrorCode.UNKNOWN_FORMAT, message);
  }
}
