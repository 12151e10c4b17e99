package dev.keyparity.daemon.wire;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.identity.PeerSignature;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.proto.document.v1.OperatorSignature;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.ArrayList;
import java.util.List;

/** Signed documents and peer signatures as messages, and back. Nothing is checked here. */
public final class WireDocuments {
  private WireDocuments() {}

  public static dev.keyparity.proto.document.v1.SignedDocument toMessage(SignedDocument document) {
    dev.keyparity.proto.document.v1.SignedDocument.Builder message =
        dev.keyparity.proto.document.v1.SignedDocument.newBuilder()
            .setPayload(ByteString.copyFrom(document.payload()));
    for (DocumentSignature one : document.signatures()) {
      message.addSignatures(
          OperatorSignature.newBuilder()
              .setAlgorithm(one.algorithm())
              .setOperator(one.operator())
              .setKeyFingerprint(one.keyFingerprint())
              .setSignature(ByteString.copyFrom(one.signature())));
    }
    return message.build();
  }

  public static SignedDocument fromMessage(dev.keyparity.proto.document.v1.SignedDocument message) {
    List<DocumentSignature> signatures = new ArrayList<>();
    for (OperatorSignature one : message.getSignaturesList()) {
      signatures.add(
          new DocumentSignature(
              one.getAlgorithm(),
              one.getOperator(),
              one.getKeyFingerprint(),
              one.getSignature().toByteArray()));
    }
    return new SignedDocument(message.getPayload().toByteArray(), signatures);
  }

  public static PeerSigned toMessage(byte[] payload, PeerSignature signature) {
    PeerSigned.Builder message =
        PeerSigned.newBuilder()
            .setPayload(ByteString.copyFrom(payload))
            .setAlgorithm(signature.algorithm())
            .setSignature(ByteString.copyFrom(signature.signature()));
    signature.chainDer().forEach(one -> message.addCertificateChainDer(ByteString.copyFrom(one)));
    return message.build();
  }

  /** The signature of a message; its payload is {@code message.getPayload()}. */
  public static PeerSignature signatureOf(PeerSigned message) {
    return new PeerSignature(
        message.getAlgorithm(),
        message.getCertificateChainDerList().stream().map(ByteString::toByteArray).toList(),
        message.getSignature().toByteArray());
  }
}
