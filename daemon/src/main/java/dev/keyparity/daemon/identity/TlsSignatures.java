package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Signs and verifies with whatever TLS material is current. */
final class TlsSignatures implements PeerSigner, PeerVerifier {
  private static final int LONGEST_CHAIN = 8;
  private static final int LARGEST_CERTIFICATE = 64 << 10;

  private final Supplier<TlsMaterial> material;
  private final Clock clock;

  TlsSignatures(Supplier<TlsMaterial> material, Clock clock) {
    this.material = material;
    this.clock = clock;
  }

  @Override
  public PeerSignature sign(String format, byte[] payload) {
    TlsMaterial current = material.get();
    try {
      Signature signer = Signature.getInstance(PeerSignature.JDK_ALGORITHM);
      signer.initSign(current.key());
      signer.update(PeerSigner.signedBytes(format, payload));
      return new PeerSignature(PeerSignature.ALGORITHM, encode(current.chain()), signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checked TLS key signs any bytes", e);
    }
  }

  private static List<byte[]> encode(List<X509Certificate> chain)
      throws CertificateEncodingException {
    List<byte[]> encoded = new ArrayList<>();
    for (X509Certificate one : chain) {
      encoded.add(one.getEncoded());
    }
    return encoded;
  }

  @Override
  public PeerVerification verify(String format, byte[] payload, PeerSignature signature) {
    return verifyMadeAt(format, payload, signature, clock.instant());
  }

  @Override
  public PeerVerification verifyMadeAt(
      String format, byte[] payload, PeerSignature signature, Instant madeAt) {
    if (!signature.algorithm().equals(PeerSignature.ALGORITHM)) {
      return new PeerVerification.Refused(
          ErrorCode.PROTOCOL_UNSUPPORTED,
          "algorithm %s (expected: %s)".formatted(signature.algorithm(), PeerSignature.ALGORITHM));
    }
    try {
      List<X509Certificate> chain = decode(signature.chainDer());
      PeerName signer = material.get().bundle().authenticate(chain, madeAt);
      Signature verifier = Signature.getInstance(PeerSignature.JDK_ALGORITHM);
      verifier.initVerify(chain.get(0).getPublicKey());
      verifier.update(PeerSigner.signedBytes(format, payload));
      if (verifier.verify(signature.signature())) {
        return new PeerVerification.Verified(signer);
      }
      return doesNotVerify(format);
    } catch (PeerRefused e) {
      return new PeerVerification.Refused(e.code(), e.detail());
    } catch (CertificateException e) {
      return new PeerVerification.Refused(
          ErrorCode.TLS_UNTRUSTED, "certificate does not parse (expected: X.509 in DER)");
    } catch (GeneralSecurityException e) {
      // The JDK throws for a signature that is not well-formed DER.
      return doesNotVerify(format);
    }
  }

  private static PeerVerification doesNotVerify(String format) {
    return new PeerVerification.Refused(
        ErrorCode.SIGNATURE_INVALID,
        "signature does not verify (expected: over this very " + format + ")");
  }

  private static List<X509Certificate> decode(List<byte[]> chainDer) throws CertificateException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (chainDer.size() > LONGEST_CHAIN) {
      throw new CertificateException("chain of " + chainDer.size());
    }
    for (byte[] one : chainDer) {
      if (one.length > LARGEST_CERTIFICATE) {
        throw new CertificateException("certificate of " + one.length + " bytes");
      }
      all.writeBytes(one);
    }
    return TlsMaterial.parse(all.toByteArray());
  }
}
