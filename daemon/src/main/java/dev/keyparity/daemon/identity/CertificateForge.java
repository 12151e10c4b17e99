package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds the two kinds of certificate of {@link MiniCa}; all of Bouncy Castle is in here. */
final class CertificateForge {
  /** So that a peer whose clock is a little behind accepts a certificate made just now. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 159;
  private static final SecureRandom RANDOM = new SecureRandom();

  record Issuer(PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
      return certificate.getSubjectX500Principal().getName();
    }
  }

  record Span(Instant begin, Instant end) {
    static Span from(Clock clock, Duration validity) {
      Instant now = clock.instant();
      return new Span(now.minus(BACKDATED), now.plus(validity));
    }
  }

  private CertificateForge() {}

  static X509Certificate authority(
      KeyPair pair, String trustDomain, Duration validity, Clock clock) {
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, trustDomain)
            .addRDN(BCStyle.CN, "keyparity CA " + serial().toString(16).substring(0, 8))
            .build();
    Span span = Span.from(clock, validity);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            serial(),
            Date.from(span.begin()),
            Date.from(span.end()),
            subject,
            pair.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      // Not critical: browsers know no constraint of URIs, and must refuse a critical one that they
      // do not know. Whoever checks peers by their URI, as we do, heeds it either way.
      builder.addExtension(
          Extension.nameConstraints,
          false,
          new NameConstraints(
              new GeneralSubtree[] {
                new GeneralSubtree(
                    new GeneralName(GeneralName.uniformResourceIdentifier, trustDomain))
              },
              null));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return sign(builder, pair.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new KeyparityException(ErrorCode.INTERNAL, "CA certificate: cannot be made", "", e);
    }
  }

  static X509Certificate leaf(
      Issuer issuer, PublicKey key, PeerName peer, List<String> hosts, Span span) {
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.O, peer.trustDomain())
            .addRDN(BCStyle.OU, peer.role().text())
            .addRDN(BCStyle.CN, peer.name())
            .build();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()),
            serial(),
            Date.from(span.begin()),
            Date.from(span.end()),
            subject,
            key);
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          // Both for every role: which role may call what is said by name, not by a TLS alert.
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(Extension.subjectAlternativeName, false, names(peer, hosts));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer.certificate()));
      return sign(builder, issuer.key());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new KeyparityException(
          ErrorCode.INTERNAL, "certificate of " + peer + ": cannot be made", "", e);
    }
  }

  private static GeneralNames names(PeerName peer, List<String> hosts) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, peer.uri()));
    for (String host : hosts) {
      boolean address = host.contains(":") || host.matches("[0-9]+(\\.[0-9]+){3}");
      names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    return new GeneralNames(names.toArray(new GeneralName[0]));
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(PeerSignature.JDK_ALGORITHM).build(key)));
  }

  /** The trust domain stands in the CA's organization name; the name constraint enforces it. */
  static String trustDomainOf(X509Certificate authority) {
    X500Name subject = X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
    var organizations = subject.getRDNs(BCStyle.O);
    if (organizations.length != 1) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "CA certificate: " + subject + " (expected: one that names its trust domain)");
    }
    return IETFUtils.valueToString(organizations[0].getFirst().getValue());
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
  }
}
