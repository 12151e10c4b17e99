package dev.keyparity.agent.guard;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.identity.PeerName;
import dev.keyparity.daemon.identity.PeerSignature;
import dev.keyparity.daemon.identity.PeerSigner;
import dev.keyparity.daemon.identity.PeerVerification;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.identity.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Peer signatures that are only a digest: who signs is believed, what is signed is checked. */
public final class FakePeers implements PeerVerifier {
  private static final String DOMAIN = "example.test";

  public static PeerSigner agent(String name) {
    return signer(new PeerName(DOMAIN, Role.AGENT, name));
  }

  public static PeerSigner signer(PeerName name) {
    return (format, payload) ->
        new PeerSignature(
            PeerSignature.ALGORITHM,
            List.of(name.uri().getBytes(StandardCharsets.UTF_8)),
            sign(name, format, payload));
  }

  private static byte[] sign(PeerName name, String format, byte[] payload) {
    byte[] covered = PeerSigner.signedBytes(format, payload);
    return Sha256.of(
            (name.uri() + new String(covered, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public PeerVerification verify(String format, byte[] payload, PeerSignature signature) {
    PeerName name = PeerName.parse(new String(signature.chainDer().get(0), StandardCharsets.UTF_8));
    return java.util.Arrays.equals(sign(name, format, payload), signature.signature())
        ? new PeerVerification.Verified(name)
        : new PeerVerification.Refused(ErrorCode.SIGNATURE_INVALID, "signature does not verify");
  }

  @Override
  public PeerVerification verifyMadeAt(
      String format, byte[] payload, PeerSignature signature, Instant at) {
    return verify(format, payload, signature);
  }
}
