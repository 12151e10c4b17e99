package dev.keyparity.keyring;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** The curves that v4 keys name by object identifier: RFC 9580 §9.2. */
enum Curve {
  ED25519("ed25519", 255, "2b06010401da470f01", "1.3.6.1.4.1.11591.15.1"),
  CV25519("cv25519", 255, "2b060104019755010501", "1.3.6.1.4.1.3029.1.5.1"),
  NIST_P256("nistp256", 256, "2a8648ce3d030107", "1.2.840.10045.3.1.7"),
  NIST_P384("nistp384", 384, "2b81040022", "1.3.132.0.34"),
  NIST_P521("nistp521", 521, "2b81040023", "1.3.132.0.35"),
  BRAINPOOL_P256("brainpoolP256r1", 256, "2b2403030208010107", "1.3.36.3.3.2.8.1.1.7"),
  BRAINPOOL_P384("brainpoolP384r1", 384, "2b240303020801010b", "1.3.36.3.3.2.8.1.1.11"),
  BRAINPOOL_P512("brainpoolP512r1", 512, "2b240303020801010d", "1.3.36.3.3.2.8.1.1.13"),
  SECP256K1("secp256k1", 256, "2b8104000a", "1.3.132.0.10");

  private final String word;
  private final int bits;
  private final String encoded;
  private final String oid;

  Curve(String word, int bits, String encoded, String oid) {
    this.word = word;
    this.bits = bits;
    this.encoded = encoded;
    this.oid = oid;
  }

  static Optional<Curve> encodedAs(byte[] oidContent) {
    String hex = HexFormat.of().formatHex(oidContent);
    return Arrays.stream(values()).filter(c -> c.encoded.equals(hex)).findFirst();
  }

  String word() {
    return word;
  }

  int bits() {
    return bits;
  }

  /** The domain parameters; only for the curves in Weierstraß form. */
  X9ECParameters parameters() {
    return ECNamedCurveTable.getByOID(new ASN1ObjectIdentifier(oid));
  }
}
