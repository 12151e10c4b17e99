package dev.keyparity.agent.rpc;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.InstallKey;
import dev.keyparity.agent.effect.KeepRevocation;
import dev.keyparity.agent.effect.KeepStatement;
import dev.keyparity.agent.effect.SealKey;
import dev.keyparity.agent.effect.TransferDocuments;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.seal.SealedBundle;
import dev.keyparity.keyring.seal.SealingOffer;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.OfferSealingKeyReply;
import dev.keyparity.proto.agent.v1.OfferSealingKeyRequest;
import dev.keyparity.proto.agent.v1.PutStatementReply;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.RevokeReply;
import dev.keyparity.proto.agent.v1.RevokeRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.SealRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The sealed transfer of the approved key, and the documents it rests on. */
final class TransferCalls {
  private final Requests requests;
  private final Replies replies;
  private final AgentIdentity agent;

  TransferCalls(Requests requests, Replies replies, AgentIdentity agent) {
    this.requests = requests;
    this.replies = replies;
    this.agent = agent;
  }

  /** As the target. */
  OfferSealingKeyReply offer(OfferSealingKeyRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    admit(envelope, hosted);
    hosted
        .guard()
        .audit("sealing-offer", Map.of("run", envelope.getRun(), "source", request.getSource()));
    SealingOffer offer =
        Requests.usage(
            () ->
                hosted
                    .sealing()
                    .offer(
                        agent.group(),
                        hosted.service(),
                        envelope.getRun(),
                        request.getSource(),
                        hosted.host(),
                        request.getSourceNonce().toString(StandardCharsets.US_ASCII)));
    byte[] payload = TransferDocuments.encode(offer);
    return OfferSealingKeyReply.newBuilder()
        .setReply(replies.to(envelope, service))
        .setOffer(
            WireDocuments.toMessage(payload, agent.signer().sign(TransferDocuments.OFFER, payload)))
        .build();
  }

  /** As the source: the nonce, or with an offer the bundle. */
  SealReply seal(SealRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    admit(envelope, hosted);
    SealReply.Builder reply = SealReply.newBuilder();
    if (request.hasOffer()) {
      SealKey.Sealed sealed =
          new SealKey(hosted, agent.signer(), agent.verifier())
              .seal(
                  envelope.getRun(),
                  request.getTarget(),
                  Requests.document(request.getOffer()),
                  Requests.warrant(envelope));
      reply
          .setBundle(ByteString.copyFrom(sealed.bundle().toByteArray()))
          .setBundleSignature(Replies.signed(sealed.signature()));
    } else {
      String nonce = hosted.sealing().sourceNonce(envelope.getRun(), request.getTarget());
      reply.setSourceNonce(ByteString.copyFrom(nonce, StandardCharsets.US_ASCII));
    }
    return reply.setReply(replies.to(envelope, service)).build();
  }

  private static void admit(Envelope envelope, HostedService hosted) {
    hosted.guard().admit(Requests.token(envelope), envelope.getHost());
    hosted.guard().requireRunNotAborted(envelope.getRun());
  }

  InstallReply install(InstallRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    InstallKey effect =
        new InstallKey(
            hosted,
            agent.verifier(),
            new InstallKey.Request(
                Requests.key(envelope),
                Requests.usage(() -> FileDigest.parse(envelope.getExpectedDigest())),
                bundle(request),
                new PeerDocument(
                    request.getBundleSignature().getPayload().toByteArray(),
                    WireDocuments.signatureOf(request.getBundleSignature())),
                request.getBackupId(),
                request.getCopyReceiptsList().stream().map(Requests::copyReceipt).toList()));
    EffectRecord record = hosted.guard().perform(Requests.call(envelope), effect);
    return InstallReply.newBuilder().setReply(replies.to(envelope, service, record)).build();
  }

  private static SealedBundle bundle(InstallRequest request) {
    try {
      return SealedBundle.parse(request.getBundle().toByteArray());
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.SEAL_REFUSED, String.valueOf(e.getMessage()), "offer and seal again", e);
    }
  }

  PutStatementReply putStatement(PutStatementRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    EffectRecord record =
        hosted
            .guard()
            .perform(
                Requests.call(envelope),
                new KeepStatement(
                    hosted, envelope.getStep(), WireDocuments.fromMessage(request.getStatement())));
    return PutStatementReply.newBuilder().setReply(replies.to(envelope, service, record)).build();
  }

  RevokeReply revoke(RevokeRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    EffectRecord record =
        hosted
            .guard()
            .perform(
                Requests.call(envelope),
                new KeepRevocation(hosted, WireDocuments.fromMessage(request.getRevocation())));
    return RevokeReply.newBuilder().setReply(replies.to(envelope, service, record)).build();
  }
}
