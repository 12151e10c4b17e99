package dev.keyparity.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.keyparity.daemon.identity.PeerSignature;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireDocumentsTest {

  @Test
  void signedDocument_survivesTheWire() throws InvalidProtocolBufferException {
    SignedDocument document =
        SignedDocument.unsigned(new byte[] {1, 2, 3})
            .signedBy("alice", OperatorKey.generate(), DocumentKind.WARRANT)
            .signedBy("bob", OperatorKey.generate(), DocumentKind.WARRANT);

    byte[] wire = WireDocuments.toMessage(document).toByteArray();

    assertThat(
            WireDocuments.fromMessage(
                dev.keyparity.proto.document.v1.SignedDocument.parseFrom(wire)))
        .isEqualTo(document);
  }

  @Test
  void peerSignature_survivesTheWire() throws InvalidProtocolBufferException {
    PeerSignature signature =
        new PeerSignature(
            PeerSignature.ALGORITHM, List.of(new byte[] {1}, new byte[] {2, 3}), new byte[] {4});

    PeerSigned message =
        PeerSigned.parseFrom(WireDocuments.toMessage(new byte[] {9, 8}, signature).toByteArray());

    assertThat(message.getPayload().toByteArray()).containsExactly(9, 8);
    assertThat(WireDocuments.signatureOf(message)).isEqualTo(signature);
  }
}
