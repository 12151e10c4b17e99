package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One consistent reading of {@link TlsFiles}: key, chain and bundle that belong together. The key
 * does not print. Immutable.
 *
 * @param version grows with every reading in one process
 */
record TlsMaterial(
    long version, PrivateKey key, List<X509Certificate> chain, PeerName name, TrustBundle bundle) {
  private static final int LARGEST = 1 << 20;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  X509Certificate leaf() {
    return chain.get(0);
  }

  /**
   * Reads and checks the files. An expired certificate is read all the same: the process must live
   * to say so, and its peers refuse it.
   */
  static TlsMaterial read(TlsFiles files, long version) {
    Pair pair = readPair(files.key(), files.chain());
    List<X509Certificate> authorities = readCertificates(files.bundle());
    PeerName name;
    try {
      name = PeerCertificates.nameOf(pair.chain().get(0));
    } catch (PeerRefused e) {
      throw invalid(files.chain(), e.detail(), e);
    }
    return new TlsMaterial(
        version, pair.key(), pair.chain(), name, new TrustBundle(authorities, name.trustDomain()));
  }

  /** A private key and the certificates of its public half. */
  record Pair(PrivateKey key, List<X509Certificate> chain) {
    @Override
    public String toString() {
      return "key pair (private part not shown)";
    }
  }

  static Pair readPair(Path keyFile, Path chainFile) {
    Pair pair = new Pair(readKey(keyFile), readCertificates(chainFile));
    requirePair(keyFile, chainFile, pair);
    return pair;
  }

  private static KeyparityException missing(Path file) {
    return new KeyparityException(
        ErrorCode.UNREADABLE,
        "TLS file " + file + ": no such file",
        "keyparity pki issue ROLE NAME   makes a set",
        new NoSuchFileException(file.toString()));
  }

  private static PrivateKey readKey(Path file) {
    if (Files.notExists(file)) {
      throw missing(file);
    }
    byte[] bytes = DurableFile.at(file, DurableFile.GROUP_READABLE).readSecret(LARGEST);
    byte[] der = new byte[0];
    try {
      String pem = new String(bytes, StandardCharsets.US_ASCII);
      int begin = pem.indexOf(BEGIN);
      int end = pem.indexOf(END);
      if (begin < 0 || end < begin) {
        throw invalid(file, "no PKCS#8 block (expected: " + BEGIN + ")", null);
      }
      der =
          Base64.getDecoder()
              .decode(pem.substring(begin + BEGIN.length(), end).replaceAll("\\s", ""));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw invalid(file, "not readable (expected: an EC P-256 key in PKCS#8 PEM)", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(der, (byte) 0);
    }
  }

  private static List<X509Certificate> readCertificates(Path file) {
    byte[] pem =
        DurableFile.at(file, DurableFile.WORLD_READABLE)
            .read(LARGEST)
            .orElseThrow(() -> missing(file));
    try {
      List<X509Certificate> certificates = parse(pem);
      if (certificates.isEmpty()) {
        throw invalid(file, "no certificate (expected: at least one in PEM)", null);
      }
      return certificates;
    } catch (CertificateException e) {
      throw invalid(file, "not readable (expected: certificates in PEM)", e);
    }
  }

  static List<X509Certificate> parse(byte[] bytes) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate one :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      certificates.add((X509Certificate) one);
    }
    return List.copyOf(certificates);
  }

  private static void requirePair(Path keyFile, Path chainFile, Pair pair) {
    byte[] probe = "keyparity/key-probe".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(PeerSignature.JDK_ALGORITHM);
      signature.initSign(pair.key());
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(pair.chain().get(0).getPublicKey());
      signature.update(probe);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw invalid(keyFile, "does not sign (expected: an EC P-256 key)", e);
    }
    throw invalid(keyFile, "not the key of " + chainFile + " (expected: its pair)", null);
  }

  private static KeyparityException invalid(Path file, String problem, @Nullable Throwable cause) {
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID,
        "TLS file " + file + ": " + problem,
        "keyparity pki issue ROLE NAME   makes a new set",
        cause);
  }

  @Override
  public String toString() {
    return "TLS material of " + name + " until " + leaf().getNotAfter().toInstant();
  }
}
