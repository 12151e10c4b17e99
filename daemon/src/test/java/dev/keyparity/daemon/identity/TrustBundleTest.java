package dev.keyparity.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.fault.ErrorCode;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustBundleTest {
  private OddCertificates odd;
  private TrustBundle bundle;

  @BeforeEach
  void makeCa() throws Exception {
    odd = new OddCertificates();
    bundle = new TrustBundle(List.of(odd.ca()), "prod.example");
  }

  private void assertRefused(List<X509Certificate> chain, ErrorCode code, String detail) {
    PeerRefused refused =
        catchThrowableOfType(PeerRefused.class, () -> bundle.authenticate(chain, Instant.now()));
    assertThat(refused).as("refusal").isNotNull();
    assertThat(refused.detail()).isEqualTo(detail);
    assertThat(refused.code()).isEqualTo(code);
  }

  @Test
  void goodCertificate_isWhoItSays() throws Exception {
    assertThat(bundle.authenticate(odd.leaf().chain(), Instant.now()).uri())
        .isEqualTo(OddCertificates.GOOD_URI);
  }

  @Test
  void chainThatEndsWithItsAnchor_isAccepted() throws Exception {
    List<X509Certificate> chain = List.of(odd.leaf().chain().get(0), odd.ca());

    assertThat(bundle.authenticate(chain, Instant.now()).name()).isEqualTo("kms1");
  }

  @Test
  void noCertificate_isRefused() {
    assertRefused(List.of(), ErrorCode.TLS_UNTRUSTED, "no certificate (expected: one of ours)");
  }

  @Test
  void twoUris_areRefused() throws Exception {
    assertRefused(
        odd.leaf()
            .uris(OddCertificates.GOOD_URI, "spiffe://prod.example/keyparity/operator/root")
            .chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate has 2 URI names (expected: one, spiffe://…)");
  }

  @Test
  void noUri_isRefused() throws Exception {
    assertRefused(
        odd.leaf().uris().chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate has 0 URI names (expected: one, spiffe://…)");
  }

  @Test
  void uriOfAnotherKind_isRefused() throws Exception {
    assertRefused(
        odd.leaf().uris("spiffe://prod.example/ns/default").chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate peer name: spiffe://prod.example/ns/default"
            + " (expected: spiffe://TRUST-DOMAIN/keyparity/agent|coordinator|operator/NAME)");
  }

  @Test
  void otherTrustDomain_isRefused() throws Exception {
    assertRefused(
        odd.leaf().uris("spiffe://test.example/keyparity/agent/kms1").chain(),
        ErrorCode.TLS_UNTRUSTED,
        "trust domain is test.example (expected: prod.example)");
  }

  @Test
  void certificateOfACa_isNoPeer() throws Exception {
    assertRefused(
        odd.leaf().ca(true).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign).chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate is a CA's (expected: a leaf)");
  }

  @Test
  void theAnchorItself_isNoPeer() {
    PeerRefused refused =
        catchThrowableOfType(
            PeerRefused.class, () -> bundle.authenticate(List.of(odd.ca()), Instant.now()));

    assertThat(refused.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
  }

  @Test
  void leafThatIssuesLeaves_isRefused() throws Exception {
    // A stolen agent key must not make a coordinator: the agent's certificate is no CA.
    KeyPair stolen = OddCertificates.keys("secp256r1");
    X509Certificate agent = odd.leaf().subject("CN=kms1").keys(stolen).chain().get(0);
    List<X509Certificate> chain =
        odd.leaf()
            .uris("spiffe://prod.example/keyparity/coordinator/coord1")
            .chainUnder(agent, stolen);

    PeerRefused refused =
        catchThrowableOfType(PeerRefused.class, () -> bundle.authenticate(chain, Instant.now()));

    assertThat(refused.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
  }

  @Test
  void keyThatMayNotSign_isRefused() throws Exception {
    assertRefused(
        odd.leaf().usage(KeyUsage.keyAgreement).chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate may not sign (expected: key usage digitalSignature)");
  }

  @Test
  void otherKeyKinds_areRefused() throws Exception {
    assertRefused(
        odd.leaf().keys(OddCertificates.keys("secp384r1")).chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate key is EC (expected: EC P-256)");
    assertRefused(
        odd.leaf().keys(OddCertificates.rsaKeys()).chain(),
        ErrorCode.TLS_UNTRUSTED,
        "certificate key is RSA (expected: EC P-256)");
  }

  @Test
  void extendedKeyUsage_mustHoldTheUse() throws Exception {
    X509Certificate serverOnly = odd.leaf().purposes(KeyPurposeId.id_kp_serverAuth).chain().get(0);
    X509Certificate unrestricted = odd.leaf().purposes().chain().get(0);

    PeerRefused refused =
        catchThrowableOfType(
            PeerRefused.class,
            () -> PeerCertificates.requireUse(serverOnly, PeerCertificates.CLIENT_AUTH));

    assertThat(refused.detail())
        .isEqualTo("certificate may not be used by a client (expected: in its extended key usage)");
    PeerCertificates.requireUse(serverOnly, PeerCertificates.SERVER_AUTH);
    PeerCertificates.requireUse(unrestricted, PeerCertificates.CLIENT_AUTH);
  }

  @Test
  void expiredCa_endsTrustInWhatItIssued() throws Exception {
    TrustBundle old = new TrustBundle(List.of(odd.expiredCa()), "prod.example");

    PeerRefused refused =
        catchThrowableOfType(
            PeerRefused.class, () -> old.authenticate(odd.leaf().chain(), Instant.now()));

    assertThat(refused.code()).isEqualTo(ErrorCode.TLS_EXPIRED);
    assertThat(refused.detail()).startsWith("a CA certificate of its chain is not good at ");
  }

  @Test
  void renewedCaOfTheSameName_isFoundAmongSeveral() throws Exception {
    TrustBundle several =
        new TrustBundle(
            List.of(odd.expiredCa(), new OddCertificates().ca(), odd.ca()), "prod.example");

    assertThat(several.authenticate(odd.leaf().chain(), Instant.now()).name()).isEqualTo("kms1");
  }

  @Test
  void sameNamedCaWithAnotherKey_isNotTheIssuer() throws Exception {
    TrustBundle other = new TrustBundle(List.of(new OddCertificates().ca()), "prod.example");

    PeerRefused refused =
        catchThrowableOfType(
            PeerRefused.class, () -> other.authenticate(odd.leaf().chain(), Instant.now()));

    assertThat(refused.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
  }

  @Test
  void beforeAndAfterItsTime_isExpired() throws Exception {
    List<X509Certificate> chain = odd.leaf().chain();
    Instant end = chain.get(0).getNotAfter().toInstant();
    Instant begin = chain.get(0).getNotBefore().toInstant();

    PeerRefused late =
        catchThrowableOfType(
            PeerRefused.class, () -> bundle.authenticate(chain, end.plusSeconds(1)));
    PeerRefused early =
        catchThrowableOfType(
            PeerRefused.class, () -> bundle.authenticate(chain, begin.minusSeconds(1)));

    assertThat(late.code()).isEqualTo(ErrorCode.TLS_EXPIRED);
    assertThat(late.detail())
        .isEqualTo("certificate expired at %s (expected: good at %s)", end, end.plusSeconds(1));
    assertThat(early.code()).isEqualTo(ErrorCode.TLS_EXPIRED);
    assertThat(early.detail()).startsWith("certificate is good from " + begin);
    assertThat(bundle.authenticate(chain, end).name()).isEqualTo("kms1");
  }
}
