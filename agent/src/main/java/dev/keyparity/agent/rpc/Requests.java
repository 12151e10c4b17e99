package dev.keyparity.agent.rpc;

import com.google.protobuf.Message;
import dev.keyparity.agent.guard.Call;
import dev.keyparity.agent.guard.RequestKey;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads envelopes: which service, which leadership, which request. */
final class Requests {
  private static final int PROTOCOL = 1;
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(30);

  private final Map<String, RpcService> services;

  Requests(Map<String, RpcService> services) {
    this.services = Map.copyOf(services);
  }

  /** The service a read is about. */
  RpcService read(Envelope envelope) {
    requireProtocol(envelope);
    RpcService service = services.get(envelope.getService());
    if (service == null) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_SERVICE,
          "service: %s (expected: one of %s)".formatted(envelope.getService(), services.keySet()),
          "declare it under services in this host's agent.yaml");
    }
    return service;
  }

  /** The service a mutating request is about; the request holds nothing we do not understand. */
  RpcService mutating(Message request, Envelope envelope) {
    UnknownFields.refuseCritical(request);
    return read(envelope);
  }

  private static void requireProtocol(Envelope envelope) {
    if (envelope.getProtocol() != PROTOCOL) {
      throw new KeyparityException(
          ErrorCode.PROTOCOL_UNSUPPORTED,
          "protocol: %d (expected: %d)".formatted(envelope.getProtocol(), PROTOCOL),
          "use a coordinator and an agent of versions that go together");
    }
  }

  static FencingToken token(Envelope envelope) {
    return usage(
        () -> new FencingToken(envelope.getGroup(), envelope.getEpoch(), envelope.getHolder()));
  }

  static RequestKey key(Envelope envelope) {
    return usage(
        () ->
            new RequestKey(
                envelope.getService(),
                envelope.getRun(),
                envelope.getStep(),
                envelope.getAct(),
                envelope.getHost(),
                envelope.getAttempt()));
  }

  static Call call(Envelope envelope) {
    return new Call(
        token(envelope),
        key(envelope),
        envelope.getRequestId(),
        warrant(envelope),
        patience(envelope));
  }

  static @Nullable SignedDocument warrant(Envelope envelope) {
    return envelope.hasWarrant() ? WireDocuments.fromMessage(envelope.getWarrant()) : null;
  }

  private static Duration patience(Envelope envelope) {
    if (envelope.getDeadlineMs() == 0) {
      return USUAL_PATIENCE;
    }
    Duration asked = Duration.ofMillis(Integer.toUnsignedLong(envelope.getDeadlineMs()));
    return asked.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : asked;
  }

  static PeerDocument document(PeerSigned message) {
    return new PeerDocument(message.getPayload().toByteArray(), WireDocuments.signatureOf(message));
  }

  static List<PeerDocument> documents(List<PeerSigned> messages) {
    return messages.stream().map(Requests::document).toList();
  }

  static SignedCopyReceipt copyReceipt(PeerSigned message) {
    return new SignedCopyReceipt(
        message.getPayload().toByteArray(), WireDocuments.signatureOf(message));
  }

  interface Reading<T> {
    T read();
  }

  /** What a record refuses in its constructor was malformed in the request. */
  static <T> T usage(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(ErrorCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
  }
}
