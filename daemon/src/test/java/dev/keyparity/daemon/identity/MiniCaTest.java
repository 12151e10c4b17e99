package dev.keyparity.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniCaTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(Clock.systemUTC().instant());

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return TlsMaterial.parse(Files.readAllBytes(file)).get(0);
  }

  @Test
  void init_writesKeyAndCertificateWithFinalModes() throws Exception {
    Path ca = directory.resolve("new").resolve("ca");

    MiniCa made = MiniCa.init(ca, "prod.example", YEAR, clock);

    assertThat(mode(ca)).isEqualTo("rwx------");
    assertThat(mode(ca.resolve("ca.key"))).isEqualTo("rw-------");
    assertThat(mode(ca.resolve("ca.crt"))).isEqualTo("rw-r--r--");
    assertThat(made).hasToString("CA of prod.example (key not shown)");
    X509Certificate certificate = certificate(ca.resolve("ca.crt"));
    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(certificate.getKeyUsage()[5]).as("keyCertSign").isTrue();
    // A critical name constraint of URIs is one that every browser refuses.
    assertThat(certificate.getNonCriticalExtensionOIDs()).contains("2.5.29.30");
  }

  @Test
  void init_whereACaIs_leavesItAlone() throws IOException {
    MiniCa.init(directory, "prod.example", YEAR, clock);
    byte[] key = Files.readAllBytes(directory.resolve("ca.key"));
    byte[] certificate = Files.readAllBytes(directory.resolve("ca.crt"));

    KeyparityException refusal =
        catchThrowableOfType(
            KeyparityException.class, () -> MiniCa.init(directory, "prod.example", YEAR, clock));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(Files.readAllBytes(directory.resolve("ca.key"))).isEqualTo(key);
    assertThat(Files.readAllBytes(directory.resolve("ca.crt"))).isEqualTo(certificate);
  }

  @Test
  void badTrustDomain_writesNothing() {
    Path ca = directory.resolve("ca");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> MiniCa.init(ca, "Prod Example", YEAR, clock));
    assertThat(ca).doesNotExist();
  }

  @Test
  void issue_writesAWorkingSetWithFinalModes() throws Exception {
    MiniCa.init(directory.resolve("ca"), "prod.example", YEAR, clock);
    Path out = directory.resolve("kms1");

    PeerName name =
        MiniCa.open(directory.resolve("ca"), clock)
            .issue(
                Role.AGENT,
                "kms1",
                List.of("kms1.example.com", "10.0.0.1", "fd00::1"),
                Duration.ofDays(90),
                out);

    assertThat(name).isEqualTo(new PeerName("prod.example", Role.AGENT, "kms1"));
    assertThat(mode(out.resolve("tls.key"))).isEqualTo("rw-------");
    assertThat(mode(out.resolve("tls.crt"))).isEqualTo("rw-r--r--");
    assertThat(mode(out.resolve("ca.crt"))).isEqualTo("rw-r--r--");
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(out), clock);
    assertThat(identity.name()).isEqualTo(name);
    assertThat(identity.expiry())
        .isBetween(
            clock.instant().plus(Duration.ofDays(89)), clock.instant().plus(Duration.ofDays(91)));
    X509Certificate leaf = certificate(out.resolve("tls.crt"));
    assertThat(leaf.getSubjectAlternativeNames().toString())
        .contains(
            "[6, spiffe://prod.example/keyparity/agent/kms1]",
            "[2, kms1.example.com]",
            "[7, 10.0.0.1]",
            "[7, fd00:0:0:0:0:0:0:1]");
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactly(PeerCertificates.SERVER_AUTH, PeerCertificates.CLIENT_AUTH);
  }

  @Test
  void twoIssues_haveDifferentKeysAndSerials() throws Exception {
    MiniCa ca = MiniCa.init(directory.resolve("ca"), "prod.example", YEAR, clock);
    ca.issue(Role.AGENT, "kms1", List.of(), YEAR, directory.resolve("a"));
    ca.issue(Role.AGENT, "kms1", List.of(), YEAR, directory.resolve("b"));

    X509Certificate a = certificate(directory.resolve("a/tls.crt"));
    X509Certificate b = certificate(directory.resolve("b/tls.crt"));

    assertThat(a.getSerialNumber()).isNotEqualTo(b.getSerialNumber());
    assertThat(a.getPublicKey()).isNotEqualTo(b.getPublicKey());
  }

  /** The CA's name constraint: trusting it does not trust it for another trust domain. */
  @Test
  void certificateForAnotherTrustDomain_isNotBelieved() throws Exception {
    Path ca = directory.resolve("ca");
    MiniCa.init(ca, "prod.example", YEAR, clock);
    TlsMaterial.Pair pair = TlsMaterial.readPair(ca.resolve("ca.key"), ca.resolve("ca.crt"));
    X509Certificate authority = pair.chain().get(0);
    X509Certificate foreign =
        CertificateForge.leaf(
            new CertificateForge.Issuer(pair.key(), authority),
            OddCertificates.keys("secp256r1").getPublic(),
            new PeerName("other.example", Role.OPERATOR, "mallory"),
            List.of(),
            CertificateForge.Span.from(clock, YEAR));
    TrustBundle otherDomain = new TrustBundle(List.of(authority), "other.example");

    PeerRefused refused =
        catchThrowableOfType(
            PeerRefused.class, () -> otherDomain.authenticate(List.of(foreign), clock.instant()));

    assertThat(refused.code()).isEqualTo(ErrorCode.TLS_UNTRUSTED);
    assertThat(refused).hasStackTraceContaining("name constraints");
  }

  @Test
  void open_ofAKeyAndCertificateThatDoNotMatch_isRefused() throws IOException {
    MiniCa.init(directory.resolve("a"), "prod.example", YEAR, clock);
    MiniCa.init(directory.resolve("b"), "prod.example", YEAR, clock);
    Files.copy(
        directory.resolve("b/ca.crt"),
        directory.resolve("a/ca.crt"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    KeyparityException refusal =
        catchThrowableOfType(
            KeyparityException.class, () -> MiniCa.open(directory.resolve("a"), clock));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  @Test
  void keyThatOthersMayRead_isRefused() throws IOException {
    MiniCa ca = MiniCa.init(directory.resolve("ca"), "prod.example", YEAR, clock);
    Path out = directory.resolve("kms1");
    ca.issue(Role.AGENT, "kms1", List.of(), YEAR, out);
    Files.setPosixFilePermissions(
        out.resolve("tls.key"), PosixFilePermissions.fromString("rw-r--r--"));

    KeyparityException refusal =
        catchThrowableOfType(
            KeyparityException.class, () -> TlsIdentity.load(TlsFiles.in(out), clock));

    assertThat(refusal.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(refusal.operatorMessage())
        .isEqualTo(
            "%s: mode rw-r--r-- (expected: at most rw-r-----)".formatted(out.resolve("tls.key")));
    assertThat(refusal.whatToDo()).isEqualTo("chmod u=rw,g=r,o= " + out.resolve("tls.key"));
  }

  @Test
  void rubbishFiles_areNamed() throws IOException {
    MiniCa ca = MiniCa.init(directory.resolve("ca"), "prod.example", YEAR, clock);
    Path out = directory.resolve("kms1");
    ca.issue(Role.AGENT, "kms1", List.of(), YEAR, out);
    for (String name : List.of("tls.key", "tls.crt", "ca.crt")) {
      byte[] good = Files.readAllBytes(out.resolve(name));
      for (String rubbish :
          List.of("", "rubbish", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n")) {
        Files.writeString(out.resolve(name), rubbish);

        KeyparityException refusal =
            catchThrowableOfType(
                KeyparityException.class, () -> TlsIdentity.load(TlsFiles.in(out), clock));

        assertThat(refusal).as("%s: %s", name, rubbish).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(refusal.operatorMessage())
            .startsWith("TLS file " + out.resolve(name) + ": ")
            .contains("(expected: ");
      }
      Files.write(out.resolve(name), good);
    }
  }

  @Test
  void nothingThatHoldsAKey_printsIt() {
    MiniCa ca = MiniCa.init(directory.resolve("ca"), "prod.example", YEAR, clock);
    Path out = directory.resolve("kms1");
    ca.issue(Role.AGENT, "kms1", List.of(), YEAR, out);
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(out), clock);

    assertThat(identity.toString()).startsWith("TLS material of agent kms1 until ");
    assertThat(identity.material().toString()).doesNotContain("PrivateKey", "S:");
    assertThat(TlsMaterial.readPair(out.resolve("tls.key"), out.resolve("tls.crt")).toString())
        .isEqualTo("key pair (private part not shown)");
  }
}
