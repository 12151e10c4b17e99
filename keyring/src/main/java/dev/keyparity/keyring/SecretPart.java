package dev.keyparity.keyring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the secret part of a key packet (RFC 9580 §5.5.3, GnuPG's stubs: doc/DETAILS
 * "GNU extensions to the S2K algorithm"). The secret numbers themselves are checked and dropped.
 *
 * @param fault why it is not usable; null if nothing is wrong or nothing can be known
 */
record SecretPart(
    boolean isProtected, boolean present, @Nullable Boolean consistent, @Nullable String fault) {
  private static final int AEAD = 253;
  private static final int SHA1 = 254;
  private static final int GNU_EXTENSION = 101;

  static SecretPart none() {
    return new SecretPart(false, false, null, null);
  }

  /** Reads from the octet after the public part to the end of the packet. */
  static SecretPart read(PublicPart key, ByteCursor in, String where) throws KeyringException {
    int usage = in.u8(where + ", protection");
    if (usage == 0) {
      return unprotected(key, in, where);
    }
    int cipher = usage >= AEAD ? in.u8(where + ", cipher") : usage;
    int aead = usage == AEAD ? in.u8(where + ", AEAD mode") : 0;
    if (usage >= AEAD) {
      int s2k = in.u8(where + ", string-to-key");
      if (s2k == GNU_EXTENSION) {
        return stub(in, where);
      }
      skipStringToKey(s2k, in, where);
    }
    in.take(usage == AEAD ? nonceLength(aead, where) : blockLength(cipher, where), where + ", IV");
    int trailer = usage == SHA1 ? 20 : usage == AEAD ? 16 : 2;
    if (in.remaining() <= trailer) {
      throw new KeyringException(
          ErrorCode.MALFORMED, where + ": its encrypted secret part is missing");
    }
    return new SecretPart(true, true, null, null);
  }

  private static SecretPart unprotected(PublicPart key, ByteCursor in, String where)
      throws KeyringException {
    int start = in.position();
    String what = where + ", secret part";
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < numberCount(key.algorithm()); i++) {
      numbers.add(in.mpi(what));
    }
    byte[] raw = in.take(PublicPart.rawLength(key.algorithm()), what);
    int expected = in.sumSince(start);
    if (in.u16(what + ", checksum") != expected) {
      return inconsistent(where + ": the secret part does not match its checksum");
    }
    if (in.remaining() != 0) {
      return inconsistent(where + ": " + in.remaining() + " bytes too many after the secret part");
    }
    Boolean fits = SecretCheck.fits(key, numbers, raw);
    if (Boolean.FALSE.equals(fits)) {
      return inconsistent(where + ": the secret part does not fit the public part");
    }
    return new SecretPart(false, true, fits, null);
  }

  private static SecretPart inconsistent(String fault) {
    return new SecretPart(false, true, false, fault);
  }

  private static SecretPart stub(ByteCursor in, String where) throws KeyringException {
    in.u8(where + ", hash");
    byte[] mark = in.take(3, where + ", GNU extension");
    int mode = in.u8(where + ", GNU extension");
    if (mark[0] != 'G' || mark[1] != 'N' || mark[2] != 'U') {
      throw new KeyringException(
          ErrorCode.UNKNOWN_FORMAT, where + ": private string-to-key extension, not known here");
    }
    return switch (mode) {
      case 1 -> absent(where + ": a stub without its secret part (gnu-dummy)");
      case 2 -> absent(where + ": a stub, the secret part is on a smartcard");
      default ->
          throw new KeyringException(
              ErrorCode.UNKNOWN_FORMAT, where + ": GNU extension " + mode + ", not known here");
    };
  }

  private static SecretPart absent(String fault) {
    return new SecretPart(false, false, null, fault);
  }

  private static void skipStringToKey(int type, ByteCursor in, String where)
      throws KeyringException {
    int length =
        switch (type) {
          case 0 -> 1;
          case 1 -> 9;
          case 3 -> 10;
          case 4 -> 19;
          default ->
              throw new KeyringException(
                  ErrorCode.UNKNOWN_FORMAT,
                  where + ": string-to-key type " + type + ", not known here");
        };
    in.take(length, where + ", string-to-key");
  }

  private static int blockLength(int cipher, String where) throws KeyringException {
    return switch (cipher) {
      case 1, 2, 3, 4 -> 8;
      case 7, 8, 9, 10, 11, 12, 13 -> 16;
      default ->
          throw new KeyringException(
              ErrorCode.UNKNOWN_FORMAT, where + ": cipher " + cipher + ", not known here");
    };
  }

  private static int nonceLength(int mode, String where) throws KeyringException {
    return switch (mode) {
      case 1 -> 16;
      case 2 -> 15;
      case 3 -> 12;
      default ->
          throw new KeyringException(
              ErrorCode.UNKNOWN_FORMAT, where + ": AEAD mode " + mode + ", not known here");
    };
  }

  private static int numberCount(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA, RSA_SIGN_ONLY -> 4;
      case ELGAMAL, DSA, ECDH, ECDSA, EDDSA -> 1;
      default -> 0;
    };
  }
}
