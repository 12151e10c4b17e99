package dev.keyparity.keyring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * A v4 signature packet (RFC 9580 §5.2.3) seen as evidence: who claims to have made it, whether it
 * verifies, and whether every byte that it does not itself cover is an expected one.
 */
final class SignatureView {
  private static final int ISSUER_KEY_ID = 16;
  private static final int KEY_FLAGS = 27;
  private static final int EMBEDDED_SIGNATURE = 32;
  private static final int ISSUER_FINGERPRINT = 33;
  private static final int CAN_DECRYPT = 0x04 | 0x08;
  private static final int MOST_MODULUS_BITS = 8_192;
  private static final int MOST_EXPONENT_BITS = 64;

  /** One subpacket with its type octet as it stands, critical bit included. */
  private static final class Subpacket {
    final int type;
    final byte[] content;

    Subpacket(int type, byte[] content) {
      this.type = type;
      this.content = content;
    }
  }

  private final byte[] body;
  private final int hashAlgorithm;
  private final List<Subpacket> hashed;
  private final List<Subpacket> unhashed;
  private final byte[] digestPrefix;
  private final boolean numbersAreExact;

  private SignatureView(byte[] body, ByteCursor in) throws KeyringException {
    this.body = body;
    int version = in.u8("signature");
    if (version != 4) {
      throw new KeyringException(
          ErrorCode.UNKNOWN_FORMAT, "signature version " + version + " (expected: 4)");
    }
    in.u8("signature");
    int keyAlgorithm = in.u8("signature");
    this.hashAlgorithm = in.u8("signature");
    this.hashed = subpackets(in);
    this.unhashed = subpackets(in);
    this.digestPrefix = in.take(2, "signature");
    this.numbersAreExact = numbersAreExact(keyAlgorithm, in);
  }

  /**
   * @throws KeyringException if it is not a v4 signature or not whole
   */
  static SignatureView of(byte[] body) throws KeyringException {
    return new SignatureView(body, new ByteCursor(body, 0, body.length));
  }

  /** Whether every issuer that it names is this key. A signature naming none claims nobody else. */
  boolean claimsOnly(Fingerprint key) {
    return claims(hashed, key) && claims(unhashed, key);
  }

  /** Whether key flags allow decryption; null if it carries no flags. */
  @org.jspecify.annotations.Nullable
  Boolean allowsDecryption() {
    for (Subpacket s : hashed) {
      if ((s.type & 0x7f) == KEY_FLAGS && s.content.length > 0) {
        return (s.content[0] & CAN_DECRYPT) != 0;
      }
    }
    return null;
  }

  /**
   * Whether the part that the signature does not cover holds nothing but what vouches for itself:
   * not a byte of it could be another without notice.
   */
  boolean isTidy(Fingerprint signer, byte[] covered, PublicPart subject) {
    if (!numbersAreExact) {
      return false;
    }
    for (Subpacket s : unhashed) {
      boolean expected =
          switch (s.type) {
            case ISSUER_KEY_ID, ISSUER_FINGERPRINT -> true;
            case EMBEDDED_SIGNATURE -> isBackSignature(s.content, covered, subject);
            default -> false;
          };
      if (!expected) {
        return false;
      }
    }
    return claims(unhashed, signer);
  }

  /** Whether this key made it over these bytes, and the two digest octets shown are right. */
  boolean verifies(PublicPart signer, byte[] covered) {
    if (isTooLargeToCheck(signer)) {
      return false;
    }
    try {
      PGPSignature signature =
          new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(asPacket(2, body))));
      signature.init(new BcPGPContentVerifierBuilderProvider(), bouncyCastleKey(signer));
      signature.update(covered);
      return signature.verify() && digestPrefixIsRight(covered, signature.getSignatureTrailer());
    } catch (IOException | PGPException | RuntimeException e) {
      // Bouncy Castle signals rubbish by many unchecked exceptions; all of them mean "not
      // verified".
      return false;
    }
  }

  /** A new-format packet (five-octet length) around a body. */
  static byte[] asPacket(int tag, byte[] body) {
    byte[] packet = new byte[6 + body.length];
    packet[0] = (byte) (0xc0 | tag);
    packet[1] = (byte) 0xff;
    for (int i = 0; i < 4; i++) {
      packet[2 + i] = (byte) (body.length >> (24 - 8 * i));
    }
    System.arraycopy(body, 0, packet, 6, body.length);
    return packet;
  }

  /**
   * Lengths in bits are true and nothing follows: readers forgive both, so both could be changed.
   */
  private static boolean numbersAreExact(int keyAlgorithm, ByteCursor in) {
    try {
      switch (KeyAlgorithm.of(keyAlgorithm).orElse(KeyAlgorithm.RSA)) {
        case RSA, RSA_SIGN_ONLY -> in.exactMpi("signature");
        case ED25519 -> in.take(64, "signature");
        case ED448 -> in.take(114, "signature");
        default -> {
          in.exactMpi("signature");
          in.exactMpi("signature");
        }
      }
      return in.remaining() == 0;
    } catch (KeyringException e) {
      return false;
    }
  }

  private static boolean isBackSignature(byte[] content, byte[] covered, PublicPart subject) {
    try {
      SignatureView back = SignatureView.of(content);
      return content[1] == 0x19
          && back.unhashed.stream().noneMatch(s -> s.type == EMBEDDED_SIGNATURE)
          && back.isTidy(subject.fingerprint(), covered, subject)
          && back.verifies(subject, covered);
    } catch (KeyringException e) {
      return false;
    }
  }

  private static boolean claims(List<Subpacket> area, Fingerprint key) {
    byte[] bytes = HexFormat.of().parseHex(key.hex());
    for (Subpacket s : area) {
      boolean matches =
          switch (s.type & 0x7f) {
            case ISSUER_KEY_ID -> Arrays.equals(s.content, Arrays.copyOfRange(bytes, 12, 20));
            case ISSUER_FINGERPRINT ->
                s.content.length == 21
                    && s.content[0] == 4
                    && Arrays.equals(s.content, 1, 21, bytes, 0, 20);
            default -> true;
          };
      if (!matches) {
        return false;
      }
    }
    return true;
  }

  private boolean digestPrefixIsRight(byte[] covered, byte[] trailer)
      throws PGPException, IOException {
    PGPDigestCalculator digest = new BcPGPDigestCalculatorProvider().get(hashAlgorithm);
    digest.getOutputStream().write(covered);
    digest.getOutputStream().write(trailer);
    return Arrays.equals(Arrays.copyOf(digest.getDigest(), 2), digestPrefix);
  }

  private static boolean isTooLargeToCheck(PublicPart signer) {
    return switch (signer.algorithm()) {
      case RSA, RSA_SIGN_ONLY ->
          signer.numbers().get(0).bitLength() > MOST_MODULUS_BITS
              || signer.numbers().get(1).bitLength() > MOST_EXPONENT_BITS;
      case DSA ->
          signer.numbers().get(0).bitLength() > MOST_MODULUS_BITS
              || signer.numbers().get(1).bitLength() > MOST_EXPONENT_BITS * 8;
      default -> false;
    };
  }

  private static PGPPublicKey bouncyCastleKey(PublicPart key) throws IOException, PGPException {
    byte[] packet = asPacket(Packet.PUBLIC_KEY, key.body());
    return new PGPPublicKey(
        (PublicKeyPacket) new BCPGInputStream(new ByteArrayInputStream(packet)).readPacket(),
        new BcKeyFingerprintCalculator());
  }

  private static List<Subpacket> subpackets(ByteCursor in) throws KeyringException {
    int length = in.u16("signature subpackets");
    byte[] area = in.take(length, "signature subpackets");
    ByteCursor cursor = new ByteCursor(area, 0, area.length);
    List<Subpacket> found = new ArrayList<>();
    while (cursor.remaining() > 0) {
      int size = subpacketLength(cursor);
      int type = cursor.u8("signature subpacket");
      found.add(new Subpacket(type, cursor.take(size - 1, "signature subpacket")));
    }
    return List.copyOf(found);
  }

  private static int subpacketLength(ByteCursor in) throws KeyringException {
    int first = in.u8("signature subpacket");
    if (first < 192) {
      return first;
    }
    if (first < 255) {
      return ((first - 192) << 8) + in.u8("signature subpacket") + 192;
    }
    int high = in.u16("signature subpacket");
    int low = in.u16("signature subpacket");
    return high == 0 ? low : -1;
  }
}
