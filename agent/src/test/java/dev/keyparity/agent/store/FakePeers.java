package dev.keyparity.agent.store;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.identity.PeerName;
import dev.keyparity.daemon.identity.PeerSignature;
import dev.keyparity.daemon.identity.PeerVerification;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.keyring.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Signatures that anybody could make and that still are of one signer over one payload. */
public final class FakePeers implements PeerVerifier {

  /** Signs as the agent of a host. */
  public static SignedCopyReceipt signed(CopyReceipt receipt, Role role, String name) {
    byte[] payload = receipt.canonicalBytes();
    byte[] signer = (role.text() + "/" + name).getBytes(StandardCharsets.UTF_8);
    return new SignedCopyReceipt(
        payload,
        new PeerSignature("fake", List.of(signer), tag(CopyReceipt.FORMAT, payload, signer)));
  }

  private static byte[] tag(String format, byte[] payload, byte[] signer) {
    return Digest.of(
            (format + Digest.of(payload) + Digest.of(signer)).getBytes(StandardCharsets.UTF_8))
        .toByteArray();
  }

  @Override
  public PeerVerification verify(String format, byte[] payload, PeerSignature signature) {
    byte[] signer = signature.chainDer().get(0);
    if (!Arrays.equals(signature.signature(), tag(format, payload, signer))) {
      return new PeerVerification.Refused(ErrorCode.SIGNATURE_INVALID, "does not verify");
    }
    String[] parts = new String(signer, StandardCharsets.UTF_8).split("/", 2);
    Role role =
        Arrays.stream(Role.values())
            .filter(r -> r.text().equals(parts[0]))
            .findFirst()
            .orElseThrow();
    return new PeerVerification.Verified(new PeerName("test", role, parts[1]));
  }

  @Override
  public PeerVerification verifyMadeAt(
      String format, byte[] payload, PeerSignature signature, Instant madeAt) {
    return verify(format, payload, signature);
  }
}
