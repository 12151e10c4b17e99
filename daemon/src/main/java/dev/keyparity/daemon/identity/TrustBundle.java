package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CAs we trust, and the check of a certificate chain against them at a given time (RFC 5280
 * section 6, without revocation; the CA certificate itself counts as part of the path). Immutable.
 */
final class TrustBundle {
  private final List<X509Certificate> authorities;
  private final String trustDomain;

  TrustBundle(List<X509Certificate> authorities, String trustDomain) {
    this.authorities = List.copyOf(authorities);
    this.trustDomain = trustDomain;
  }

  List<X509Certificate> authorities() {
    return authorities;
  }

  /**
   * Who the chain belongs to.
   *
   * @param chain the peer's own certificate first
   * @throws PeerRefused if the chain is not good at that time, or its name is not ours to trust
   */
  PeerName authenticate(List<X509Certificate> chain, Instant at) throws PeerRefused {
    if (chain.isEmpty()) {
      throw new PeerRefused(ErrorCode.TLS_UNTRUSTED, "no certificate (expected: one of ours)");
    }
    X509Certificate leaf = chain.get(0);
    checkValidity(leaf, at);
    checkPath(chain, at);
    PeerName name = PeerCertificates.nameOf(leaf);
    if (!name.trustDomain().equals(trustDomain)) {
      throw new PeerRefused(
          ErrorCode.TLS_UNTRUSTED,
          "trust domain is " + name.trustDomain() + " (expected: " + trustDomain + ")");
    }
    return name;
  }

  /** Before the path, because for an operator this is the likeliest fault and the clearest word. */
  private static void checkValidity(X509Certificate leaf, Instant at) throws PeerRefused {
    Instant end = leaf.getNotAfter().toInstant();
    if (at.isAfter(end)) {
      throw new PeerRefused(
          ErrorCode.TLS_EXPIRED,
          "certificate expired at " + end + " (expected: good at " + at + ")");
    }
    Instant begin = leaf.getNotBefore().toInstant();
    if (at.isBefore(begin)) {
      throw new PeerRefused(
          ErrorCode.TLS_EXPIRED,
          "certificate is good from " + begin + " on (expected: good at " + at + ")");
    }
  }

  private void checkPath(List<X509Certificate> chain, Instant at) throws PeerRefused {
    List<X509Certificate> path = new ArrayList<>(chain);
    // A path ends before its anchor (RFC 5280 section 6.1), yet many servers send the anchor too.
    path.removeAll(authorities);
    PeerRefused refused = null;
    for (X509Certificate authority : authorities) {
      if (!path.isEmpty() && isIssuedUnderName(path.get(path.size() - 1), authority)) {
        refused = checkUnder(authority, path, at);
        if (refused == null) {
          return;
        }
      }
    }
    throw refused == null ? untrusted(chain, null) : refused;
  }

  private static boolean isIssuedUnderName(X509Certificate issued, X509Certificate authority) {
    return issued.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
  }

  /** Null if the path is good under that authority. */
  private @Nullable PeerRefused checkUnder(
      X509Certificate authority, List<X509Certificate> path, Instant at) {
    List<X509Certificate> whole = new ArrayList<>(path);
    TrustAnchor anchor;
    if (isIssuedUnderName(authority, authority)) {
      // The JDK ignores an anchor certificate's own validity and name constraints. As the first
      // certificate of the path, under its own bare key, it is held to them like any other.
      whole.add(authority);
      anchor = new TrustAnchor(authority.getSubjectX500Principal(), authority.getPublicKey(), null);
    } else {
      anchor = new TrustAnchor(authority, null);
    }
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(whole), parameters);
      return null;
    } catch (CertPathValidatorException e) {
      if (e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID) {
        return new PeerRefused(
            ErrorCode.TLS_EXPIRED, "a CA certificate of its chain is not good at " + at, e);
      }
      return untrusted(path, e);
    } catch (GeneralSecurityException e) {
      return untrusted(path, e);
    }
  }

  private PeerRefused untrusted(
      List<X509Certificate> chain, @Nullable GeneralSecurityException cause) {
    return new PeerRefused(
        ErrorCode.TLS_UNTRUSTED,
        "certificate issued by %s (expected: by a CA of the trust bundle: %s)"
            .formatted(
                PeerCertificates.issuerOf(chain.get(0)), PeerCertificates.subjectsOf(authorities)),
        cause);
  }
}
