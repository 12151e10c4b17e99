package dev.keyparity.daemon.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.document.v1.ErrorDetail;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * {@link KeyparityException} to gRPC status and back. A server's one mapping class calls {@link
 * #toStatus}; a client calls {@link #detailOf} or, with TLS in the way, {@code
 * daemon.identity.PeerFaults}.
 */
public final class GrpcFaults {
  /** Carries a serialized {@link ErrorDetail} beside the status. */
  public static final Metadata.Key<byte[]> DETAIL =
      Metadata.Key.of("keyparity-error-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private GrpcFaults() {}

  /** Causes stay here: only what is meant for the operator travels. */
  public static StatusRuntimeException toStatus(KeyparityException e) {
    ErrorDetail detail =
        ErrorDetail.newBuilder()
            .setCode(e.code().name())
            .setMessage(e.operatorMessage())
            .setWhatToDo(e.whatToDo())
            .setRule(e.rule())
            .putAllContext(e.context())
            .build();
    Metadata trailers = new Metadata();
    trailers.put(DETAIL, detail.toByteArray());
    return Status.fromCode(statusOf(e.code()))
        .withDescription(e.code() + ": " + e.operatorMessage())
        .asRuntimeException(trailers);
  }

  /** What the other side said in its own words; empty if it said nothing we know. */
  public static Optional<KeyparityException> detailOf(Throwable failure) {
    Metadata trailers = Status.trailersFromThrowable(failure);
    byte[] bytes = trailers == null ? null : trailers.get(DETAIL);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      ErrorDetail detail = ErrorDetail.parseFrom(bytes);
      Optional<ErrorCode> known = codeOf(detail.getCode());
      KeyparityException named =
          new KeyparityException(
              known.orElse(ErrorCode.PROTOCOL_UNSUPPORTED),
              detail.getMessage(),
              detail.getWhatToDo(),
              failure);
      if (known.isEmpty()) {
        // A newer peer may know more codes than we do; its words still say what is wrong.
        named = named.withContext("peer_code", detail.getCode());
      }
      if (!detail.getRule().isEmpty()) {
        named = named.withRule(detail.getRule());
      }
      for (Map.Entry<String, String> fact : detail.getContextMap().entrySet()) {
        named = named.withContext(fact.getKey(), fact.getValue());
      }
      return Optional.of(named);
    } catch (InvalidProtocolBufferException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  private static Optional<ErrorCode> codeOf(String name) {
    return Arrays.stream(ErrorCode.values()).filter(code -> code.name().equals(name)).findFirst();
  }

  private static Status.Code statusOf(ErrorCode code) {
    return switch (code) {
      case UNIMPLEMENTED, PROTOCOL_UNSUPPORTED -> Status.Code.UNIMPLEMENTED;
      case USAGE, CONFIG_INVALID, CONFIG_UNKNOWN_KEY -> Status.Code.INVALID_ARGUMENT;
      case NO_SUCH_SERVICE, NO_SUCH_HOST, NO_SUCH_RUN, NO_SUCH_BACKUP -> Status.Code.NOT_FOUND;
      case RUN_ALREADY_OPEN -> Status.Code.ALREADY_EXISTS;
      case TLS_UNTRUSTED, TLS_EXPIRED -> Status.Code.UNAUTHENTICATED;
      case TLS_WRONG_ROLE, EFFECTS_REFUSED -> Status.Code.PERMISSION_DENIED;
      case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.Code.CANCELLED;
      case OVERLOADED, DISK_FULL -> Status.Code.RESOURCE_EXHAUSTED;
      case PEER_UNREACHABLE, ZOOKEEPER_UNAVAILABLE, KMS_UNREACHABLE, NO_LEADER ->
          Status.Code.UNAVAILABLE;
      case CONFLICT, STALE_LEADER -> Status.Code.ABORTED;
      case STATE_CORRUPT, AUDIT_BROKEN -> Status.Code.DATA_LOSS;
      case INTERNAL -> Status.Code.INTERNAL;
      default -> Status.Code.FAILED_PRECONDITION;
    };
  }
}
