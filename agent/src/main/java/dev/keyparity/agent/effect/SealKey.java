package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Approved;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.agent.store.KeyFileSet;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerSigner;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.seal.SealedBundle;
import dev.keyparity.keyring.seal.SealedFile;
import dev.keyparity.keyring.seal.SealingOffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals this host's key for one target: only for a target that the run's warrant names, only for
 * the sealing key that this target itself signed for this run, and only the approved key.
 */
public final class SealKey {
  private final HostedService hosted;
  private final PeerSigner signer;
  private final PeerVerifier verifier;

  /** A bundle and this host's word that it made it. */
  public record Sealed(SealedBundle bundle, PeerDocument signature) {}

  public SealKey(HostedService hosted, PeerSigner signer, PeerVerifier verifier) {
    this.hosted = hosted;
    this.signer = signer;
    this.verifier = verifier;
  }

  /** Seals, or refuses; nothing on this host changes. */
  public Sealed seal(
      String run, String target, PeerDocument offerDocument, @Nullable SignedDocument warrant) {
    SealingOffer offer = TransferDocuments.verifiedOffer(offerDocument, verifier);
    requireForThisTransfer(offer, run, target);
    var approved = hosted.guard().statements().require().statement();
    Approved allowed = hosted.guard().requireInstallWarrant(warrant, target, hosted.host(), run);
    hosted
        .guard()
        .audit(
            "seal",
            Map.of("run", run, "target", target, "warrant", String.valueOf(allowed.warrantId())));
    try (KeyFileSet files = hosted.keys().readSecretFiles()) {
      String keyFile = hosted.keys().place().profile().keyFile();
      if (!files.digest(keyFile).toString().equals(approved.files().get(keyFile))) {
        throw refused("key file: is not the approved one, so it is not sealed for anybody");
      }
      SealedBundle bundle = seal(offer, contents(files));
      byte[] payload =
          TransferDocuments.encode(
              new TransferDocuments.BundleSignature(
                  hosted.service(), run, hosted.host(), target, bundle.digest().hex()));
      return new Sealed(
          bundle,
          new PeerDocument(payload, signer.sign(TransferDocuments.BUNDLE_SIGNATURE, payload)));
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.SEAL_REFUSED, String.valueOf(e.getMessage()), "offer again", e);
    }
  }

  private SealedBundle seal(SealingOffer offer, List<SealedFile> contents) throws KeyringException {
    try {
      return SealedBundle.seal(offer, contents, hosted.clock(), new SecureRandom());
    } finally {
      contents.forEach(SealedFile::wipe);
    }
  }

  private void requireForThisTransfer(SealingOffer offer, String run, String target) {
    boolean matches =
        offer.group().equals(hosted.group())
            && offer.service().equals(hosted.service())
            && offer.run().equals(run)
            && offer.source().equals(hosted.host())
            && offer.target().equals(target);
    if (!matches) {
      throw refused(
          "sealing offer: of %s to %s, run %s (expected: of %s to %s, run %s)"
              .formatted(offer.target(), offer.source(), offer.run(), target, hosted.host(), run));
    }
    hosted.sealing().requireAnswers(offer);
  }

  private List<SealedFile> contents(KeyFileSet files) {
    List<SealedFile> contents = new ArrayList<>();
    String mode = hosted.keys().place().profile().fileMode();
    files
        .digests()
        .forEach(
            (name, digest) -> {
              if (!digest.isAbsent()) {
                contents.add(new SealedFile(name, mode, files.secretBytes(name)));
              }
            });
    return contents;
  }

  private static KeyparityException refused(String why) {
    return new KeyparityException(ErrorCode.SEAL_REFUSED, why, "");
  }
}
