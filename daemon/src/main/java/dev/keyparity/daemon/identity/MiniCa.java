package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The small CA behind {@code keyparity pki}: one P-256 key in one directory, certificates for our
 * three roles in one trust domain. For those who have a PKI of their own it is not needed.
 *
 * <p>The CA certificate is bound to the trust domain by a name constraint, so that trusting it
 * trusts it for nothing else of this kind.
 */
public final class MiniCa {
  static final String KEY = "ca.key";
  static final String CERTIFICATE = "ca.crt";

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final String trustDomain;
  private final Clock clock;

  private MiniCa(PrivateKey key, X509Certificate certificate, String trustDomain, Clock clock) {
    this.key = key;
    this.certificate = certificate;
    this.trustDomain = trustDomain;
    this.clock = clock;
  }

  /**
   * Makes a CA in a directory, which is made too (mode 0700) if it is not there.
   *
   * @throws KeyparityException {@link ErrorCode#CONFLICT} if there is one already
   */
  public static MiniCa init(Path directory, String trustDomain, Duration validity, Clock clock) {
    // Refuses a bad trust domain before anything is written.
    PeerName probe = new PeerName(trustDomain, Role.OPERATOR, "probe");
    KeyPair pair = newKeyPair();
    X509Certificate certificate =
        CertificateForge.authority(pair, probe.trustDomain(), validity, clock);
    makeDirectory(directory);
    writeKey(directory.resolve(KEY), pair.getPrivate(), true);
    DurableFile.at(directory.resolve(CERTIFICATE), DurableFile.WORLD_READABLE)
        .write(pem(List.of(certificate)));
    return new MiniCa(pair.getPrivate(), certificate, trustDomain, clock);
  }

  /** Opens the CA of a directory. */
  public static MiniCa open(Path directory, Clock clock) {
    TlsMaterial.Pair pair =
        TlsMaterial.readPair(directory.resolve(KEY), directory.resolve(CERTIFICATE));
    X509Certificate certificate = pair.chain().get(0);
    return new MiniCa(pair.key(), certificate, CertificateForge.trustDomainOf(certificate), clock);
  }

  public String trustDomain() {
    return trustDomain;
  }

  /**
   * Issues a new key and certificate and writes {@code tls.key} (0600), {@code tls.crt} and {@code
   * ca.crt} (0644) into a directory, replacing former ones. The directory is made (mode 0700) if it
   * is not there.
   *
   * @param hosts DNS names and IP addresses to put beside the name, for other TLS clients; ours do
   *     not look at them
   * @return who it is for
   */
  public PeerName issue(
      Role role, String name, List<String> hosts, Duration validity, Path directory) {
    PeerName peer = new PeerName(trustDomain, role, name);
    KeyPair pair = newKeyPair();
    X509Certificate leaf =
        CertificateForge.leaf(
            new CertificateForge.Issuer(key, certificate),
            pair.getPublic(),
            peer,
            hosts,
            CertificateForge.Span.from(clock, validity));
    makeDirectory(directory);
    DurableFile.at(directory.resolve(TlsFiles.BUNDLE), DurableFile.WORLD_READABLE)
        .write(pem(List.of(certificate)));
    // Key before certificate: a process that reloads in between finds a pair that does not match,
    // keeps its former one and looks again.
    writeKey(directory.resolve(TlsFiles.KEY), pair.getPrivate(), false);
    DurableFile.at(directory.resolve(TlsFiles.CHAIN), DurableFile.WORLD_READABLE)
        .write(pem(List.of(leaf)));
    return peer;
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has EC P-256", e);
    }
  }

  private static void makeDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw IoFaults.of(e, "make directory", directory, 1);
    }
  }

  private static void writeKey(Path file, PrivateKey key, boolean onlyNew) {
    byte[] der = key.getEncoded();
    byte[] pem =
        ("-----BEGIN PRIVATE KEY-----\n" + base64(der) + "\n-----END PRIVATE KEY-----\n")
            .getBytes(StandardCharsets.US_ASCII);
    DurableFile durable = DurableFile.at(file, DurableFile.OWNER_ONLY);
    try {
      if (onlyNew) {
        durable.writeNew(pem);
      } else {
        durable.write(pem);
      }
    } finally {
      Arrays.fill(der, (byte) 0);
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static byte[] pem(List<X509Certificate> certificates) {
    StringBuilder out = new StringBuilder();
    try {
      for (X509Certificate one : certificates) {
        out.append("-----BEGIN CERTIFICATE-----\n")
            .append(base64(one.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just made has an encoding", e);
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] der) {
    return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
  }

  @Override
  public String toString() {
    return "CA of " + trustDomain + " (key not shown)";
  }
}
