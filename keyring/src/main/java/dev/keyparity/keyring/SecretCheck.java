package dev.keyparity.keyring;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * Whether a secret part belongs to a public part, by arithmetic. Libraries accept a flipped bit in
 * an unprotected secret key and hand out a key that opens nothing; this is what notices.
 */
final class SecretCheck {
  /** Larger keys are not computed with: nobody has them, and rubbish must not cost minutes. */
  private static final int MOST_RSA_BITS = 16_384;

  private static final int MOST_DISCRETE_LOG_BITS = 4_096;

  private SecretCheck() {}

  /** True or false; null if this kind or size of key is not checked. */
  static @Nullable Boolean fits(PublicPart key, List<BigInteger> secret, byte[] raw) {
    List<BigInteger> open = key.numbers();
    return switch (key.algorithm()) {
      case RSA, RSA_SIGN_ONLY -> rsa(open.get(0), open.get(1), secret);
      case DSA -> discreteLog(open.get(0), open.get(2), open.get(3), secret.get(0));
      case ELGAMAL -> discreteLog(open.get(0), open.get(1), open.get(2), secret.get(0));
      case ECDH, ECDSA, EDDSA -> curve(key, open.get(0), secret.get(0));
      case X25519 -> Arrays.equals(key.raw(), x25519(raw));
      case X448 ->
          Arrays.equals(
              key.raw(), new X448PrivateKeyParameters(raw).generatePublicKey().getEncoded());
      case ED25519 -> Arrays.equals(key.raw(), ed25519(raw));
      case ED448 ->
          Arrays.equals(
              key.raw(), new Ed448PrivateKeyParameters(raw).generatePublicKey().getEncoded());
    };
  }

  /** RFC 4880 §5.5.3: d, p, q with p less than q by custom, and u = p^-1 mod q. */
  private static @Nullable Boolean rsa(BigInteger n, BigInteger e, List<BigInteger> secret) {
    BigInteger one = BigInteger.ONE;
    BigInteger d = secret.get(0);
    BigInteger p = secret.get(1);
    BigInteger q = secret.get(2);
    BigInteger u = secret.get(3);
    if (n.bitLength() > MOST_RSA_BITS || e.bitLength() > MOST_RSA_BITS) {
      return null;
    }
    if (p.compareTo(one) <= 0 || q.compareTo(one) <= 0 || !p.multiply(q).equals(n)) {
      return false;
    }
    BigInteger p1 = p.subtract(one);
    BigInteger q1 = q.subtract(one);
    BigInteger lcm = p1.multiply(q1).divide(p1.gcd(q1));
    return e.multiply(d).mod(lcm).equals(one.mod(lcm))
        && u.signum() > 0
        && u.compareTo(q) < 0
        && u.multiply(p).mod(q).equals(one);
  }

  private static @Nullable Boolean discreteLog(
      BigInteger p, BigInteger g, BigInteger y, BigInteger x) {
    if (p.bitLength() > MOST_DISCRETE_LOG_BITS || x.bitLength() > MOST_DISCRETE_LOG_BITS) {
      return null;
    }
    return p.signum() > 0 && p.testBit(0) && x.signum() > 0 && g.modPow(x, p).equals(y);
  }

  private static @Nullable Boolean curve(PublicPart key, BigInteger point, BigInteger secret) {
    Curve curve = Objects.requireNonNull(key.curve());
    return switch (curve) {
      case ED25519 -> native25519(point, secret, false);
      case CV25519 -> native25519(point, secret, true);
      default -> weierstrass(curve.parameters(), point, secret);
    };
  }

  /** Legacy encodings: 0x40 before the point; the cv25519 scalar stands big-endian. */
  private static boolean native25519(BigInteger point, BigInteger secret, boolean montgomery) {
    if (secret.bitLength() > 256 || point.bitLength() != 263) {
      return false;
    }
    byte[] bytes = fixed(secret, 32);
    byte[] own = montgomery ? x25519(reversed(bytes)) : ed25519(bytes);
    byte[] expected = fixed(point, 33);
    Arrays.fill(bytes, (byte) 0);
    return expected[0] == 0x40 && Arrays.equals(expected, 1, 33, own, 0, 32);
  }

  private static boolean weierstrass(X9ECParameters curve, BigInteger point, BigInteger secret) {
    if (secret.signum() <= 0 || secret.compareTo(curve.getN()) >= 0) {
      return false;
    }
    ECPoint own = curve.getG().multiply(secret).normalize();
    return new BigInteger(1, own.getEncoded(false)).equals(point);
  }

  private static byte[] x25519(byte[] scalar) {
    return new X25519PrivateKeyParameters(scalar).generatePublicKey().getEncoded();
  }

  private static byte[] ed25519(byte[] seed) {
    return new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
  }

  private static byte[] fixed(BigInteger value, int length) {
    return org.bouncycastle.util.BigIntegers.asUnsignedByteArray(length, value);
  }

  private static byte[] reversed(byte[] bytes) {
    return org.bouncycastle.util.Arrays.reverse(bytes);
  }
}
