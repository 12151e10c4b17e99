package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.keyring.seal.SealingOffer;

/**
 * The two signed documents of a sealed transfer as canonical JSON: {@code
 * keyparity.sealing-offer/1}, signed by the target, and {@code keyparity.bundle-signature/1},
 * signed by the source.
 */
public final class TransferDocuments {
  public static final String OFFER = "keyparity.sealing-offer/1";
  public static final String BUNDLE_SIGNATURE = "keyparity.bundle-signature/1";

  private TransferDocuments() {}

  /**
   * What a source signs: that it sealed this bundle.
   *
   * @param sha256 of the whole bundle
   */
  public record BundleSignature(
      String service, String run, String source, String target, String sha256) {}

  public static byte[] encode(SealingOffer offer) {
    return CanonicalJson.encode(
        Json.object()
            .put("format", OFFER)
            .put("group", offer.group())
            .put("service", offer.service())
            .put("run", offer.run())
            .put("source", offer.source())
            .put("target", offer.target())
            .put("source_nonce", offer.sourceNonce())
            .put("sealing_key", offer.sealingKey())
            .put("expires_at", offer.expiresAt().toString())
            .build());
  }

  private static SealingOffer readOffer(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "sealing offer").format(OFFER);
    SealingOffer offer =
        new SealingOffer(
            fields.string("group"),
            fields.string("service"),
            fields.string("run"),
            fields.string("source"),
            fields.string("target"),
            fields.string("source_nonce"),
            fields.string("sealing_key"),
            fields.instant("expires_at"));
    fields.end();
    return offer;
  }

  public static byte[] encode(BundleSignature signature) {
    return CanonicalJson.encode(
        Json.object()
            .put("format", BUNDLE_SIGNATURE)
            .put("service", signature.service())
            .put("run", signature.run())
            .put("source", signature.source())
            .put("target", signature.target())
            .put("sha256", signature.sha256())
            .build());
  }

  private static BundleSignature readSignature(byte[] bytes) throws MalformedRecord {
    RecordFields fields =
        CanonicalJson.parseRecord(bytes, "bundle signature").format(BUNDLE_SIGNATURE);
    BundleSignature signature =
        new BundleSignature(
            fields.string("service"),
            fields.string("run"),
            fields.string("source"),
            fields.string("target"),
            fields.string("sha256"));
    fields.end();
    return signature;
  }

  /** An offer that its target really signed. */
  public static SealingOffer verifiedOffer(PeerDocument document, PeerVerifier verifier) {
    SealingOffer offer = parsed("sealing offer", () -> readOffer(document.payload()));
    requireSigner("sealing offer", OFFER, document, offer.target(), verifier);
    return offer;
  }

  /** A bundle signature that its source really made. */
  public static BundleSignature verifiedSignature(PeerDocument document, PeerVerifier verifier) {
    BundleSignature signature = parsed("bundle signature", () -> readSignature(document.payload()));
    requireSigner("bundle signature", BUNDLE_SIGNATURE, document, signature.source(), verifier);
    return signature;
  }

  private static void requireSigner(
      String what, String format, PeerDocument document, String host, PeerVerifier verifier) {
    var verification = verifier.verify(format, document.payload(), document.signature());
    if (!verification.isBy(Role.AGENT, host)) {
      String signer = verification.orElseThrow(what + " of " + host).toString();
      throw new KeyparityException(
          ErrorCode.SIGNATURE_INVALID,
          "%s: signed by %s (expected: agent %s)".formatted(what, signer, host),
          "");
    }
  }

  private interface Parsing<T> {
    T parse() throws MalformedRecord;
  }

  private static <T> T parsed(String what, Parsing<T> parsing) {
    try {
      return parsing.parse();
    } catch (MalformedRecord | IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.SEAL_REFUSED, "%s: %s".formatted(what, e.getMessage()), "", e);
    }
  }
}
