package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import javax.security.auth.x500.X500Principal;

/** What a peer's own certificate must look like, and the name in it. */
final class PeerCertificates {
  private static final int SAN_URI = 6;
  private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;
  private static final int P256_BITS = 256;
  static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private PeerCertificates() {}

  /** The name in a leaf: exactly one URI, ours in form, on an EC P-256 key that may sign. */
  static PeerName nameOf(X509Certificate leaf) throws PeerRefused {
    if (leaf.getBasicConstraints() >= 0) {
      throw refused("certificate is a CA's (expected: a leaf)");
    }
    boolean[] usage = leaf.getKeyUsage();
    if (usage == null || !usage[KEY_USAGE_DIGITAL_SIGNATURE]) {
      throw refused("certificate may not sign (expected: key usage digitalSignature)");
    }
    if (!isP256(leaf.getPublicKey())) {
      throw refused(
          "certificate key is " + leaf.getPublicKey().getAlgorithm() + " (expected: EC P-256)");
    }
    List<String> uris = uris(leaf);
    if (uris.size() != 1) {
      throw refused("certificate has " + uris.size() + " URI names (expected: one, spiffe://…)");
    }
    try {
      return PeerName.parse(uris.get(0));
    } catch (IllegalArgumentException e) {
      throw new PeerRefused(ErrorCode.TLS_UNTRUSTED, "certificate " + e.getMessage(), e);
    }
  }

  static void requireUse(X509Certificate leaf, String keyPurpose) throws PeerRefused {
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      if (purposes != null && !purposes.contains(keyPurpose)) {
        throw refused(
            "certificate may not be used by a "
                + (keyPurpose.equals(SERVER_AUTH) ? "server" : "client")
                + " (expected: in its extended key usage)");
      }
    } catch (CertificateParsingException e) {
      throw new PeerRefused(ErrorCode.TLS_UNTRUSTED, "certificate does not parse", e);
    }
  }

  static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
        && ec.getParams().toString().contains("secp256r1");
  }

  private static List<String> uris(X509Certificate leaf) throws PeerRefused {
    List<String> uris = new ArrayList<>();
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (Integer.valueOf(SAN_URI).equals(name.get(0))) {
            uris.add(String.valueOf(name.get(1)));
          }
        }
      }
      return uris;
    } catch (CertificateParsingException e) {
      throw new PeerRefused(ErrorCode.TLS_UNTRUSTED, "certificate does not parse", e);
    }
  }

  static String issuerOf(X509Certificate certificate) {
    return text(certificate.getIssuerX500Principal());
  }

  static String subjectsOf(List<X509Certificate> certificates) {
    StringJoiner names = new StringJoiner("; ");
    certificates.forEach(one -> names.add(text(one.getSubjectX500Principal())));
    return names.toString();
  }

  private static String text(X500Principal principal) {
    return "\"" + principal.getName(X500Principal.RFC2253) + "\"";
  }

  private static PeerRefused refused(String detail) {
    return new PeerRefused(ErrorCode.TLS_UNTRUSTED, detail);
  }
}
