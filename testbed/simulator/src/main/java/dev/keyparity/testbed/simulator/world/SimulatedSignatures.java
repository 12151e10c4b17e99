package dev.keyparity.testbed.simulator.world;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.identity.PeerName;
import dev.keyparity.daemon.identity.PeerSignature;
import dev.keyparity.daemon.identity.PeerSigner;
import dev.keyparity.daemon.identity.PeerVerification;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.identity.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Signatures of agents that anybody could make and nobody here does: certificates and elliptic
 * curves are left out, what is signed and by whom is not.
 */
record SimulatedSignatures(String host) implements PeerSigner, PeerVerifier {

  @Override
  public PeerSignature sign(String format, byte[] payload) {
    return new PeerSignature(
        PeerSignature.ALGORITHM,
        List.of(host.getBytes(StandardCharsets.UTF_8)),
        digest(host, format, payload));
  }

  private static byte[] digest(String signer, String format, byte[] payload) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(signer.getBytes(StandardCharsets.UTF_8));
      return sha256.digest(PeerSigner.signedBytes(format, payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public PeerVerification verify(String format, byte[] payload, PeerSignature signature) {
    String signer = new String(signature.chainDer().get(0), StandardCharsets.UTF_8);
    return Arrays.equals(signature.signature(), digest(signer, format, payload))
        ? new PeerVerification.Verified(new PeerName("example.test", Role.AGENT, signer))
        : new PeerVerification.Refused(
            ErrorCode.SIGNATURE_INVALID, format + ": the signature does not fit");
  }

  @Override
  public PeerVerification verifyMadeAt(
      String format, byte[] payload, PeerSignature signature, Instant madeAt) {
    return verify(format, payload, signature);
  }
}
