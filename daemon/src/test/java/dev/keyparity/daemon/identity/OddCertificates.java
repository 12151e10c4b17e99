package dev.keyparity.daemon.identity;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that are not as they should be, signed by a CA that is trusted. */
final class OddCertificates {
  static final String GOOD_URI = "spiffe://prod.example/keyparity/agent/kms1";

  private final KeyPair caKey = keys("secp256r1");
  private final X509Certificate ca;

  OddCertificates() throws Exception {
    ca = new Leaf().subject("CN=Odd CA").ca(true).usage(KeyUsage.keyCertSign).sign(caKey);
  }

  /** A CA certificate of the same name and key that was good for the last two hours of 2025. */
  X509Certificate expiredCa() throws Exception {
    Leaf expired = new Leaf().subject("CN=Odd CA").ca(true).usage(KeyUsage.keyCertSign);
    expired.now = Instant.parse("2025-12-31T23:00:00Z");
    return expired.sign(caKey);
  }

  X509Certificate ca() {
    return ca;
  }

  Leaf leaf() {
    return new Leaf();
  }

  static KeyPair keys(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsaKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  /** By default a good agent's certificate; each method makes it odd in one way. */
  final class Leaf {
    private String issuerName = "CN=Odd CA";
    private String subject = "CN=odd";
    private List<String> uris = List.of(GOOD_URI);
    private Instant now = Instant.now();
    private boolean isCa;
    private int usage = KeyUsage.digitalSignature;
    private KeyPair keys = OddCertificates.keys("secp256r1");
    private List<KeyPurposeId> purposes =
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

    Leaf subject(String name) {
      subject = name;
      return this;
    }

    Leaf uris(String... given) {
      uris = List.of(given);
      return this;
    }

    Leaf ca(boolean given) {
      isCa = given;
      return this;
    }

    Leaf usage(int given) {
      usage = given;
      return this;
    }

    Leaf keys(KeyPair given) {
      keys = given;
      return this;
    }

    Leaf purposes(KeyPurposeId... given) {
      purposes = List.of(given);
      return this;
    }

    List<X509Certificate> chain() throws Exception {
      return List.of(sign(caKey));
    }

    /** As if the given certificate's owner were a CA. */
    List<X509Certificate> chainUnder(X509Certificate issuer, KeyPair issuerKey) throws Exception {
      issuerName = issuer.getSubjectX500Principal().getName();
      return List.of(sign(issuerKey), issuer);
    }

    private X509Certificate sign(KeyPair issuerKey) throws Exception {
      boolean selfSigned = subject.equals("CN=Odd CA");
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuerName),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minusSeconds(3600)),
              Date.from(now.plusSeconds(3600)),
              new X500Name(subject),
              (selfSigned ? issuerKey : keys).getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      if (!selfSigned && !purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
      }
      if (!selfSigned && !uris.isEmpty()) {
        List<GeneralName> names = new ArrayList<>();
        uris.forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(new GeneralName[0])));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
    }
  }
}
