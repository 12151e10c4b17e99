package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the failure of a call into words for an operator: who refused whom, what was shown and what
 * was expected.
 */
public final class PeerFaults {
  private static final Set<ErrorCode> ABOUT_OUR_CERTIFICATE =
      EnumSet.of(ErrorCode.TLS_WRONG_ROLE, ErrorCode.TLS_UNTRUSTED, ErrorCode.TLS_EXPIRED);

  private final TlsIdentity own;

  public PeerFaults(TlsIdentity own) {
    this.own = own;
  }

  /**
   * @param failure what a stub threw
   * @param peer whom we called: {@code agent kms2.example.com:7417}
   */
  public KeyparityException explain(Throwable failure, String peer) {
    if (failure instanceof KeyparityException named) {
      return named;
    }
    Optional<KeyparityException> said = GrpcFaults.detailOf(failure);
    if (said.isPresent()) {
      return said.map(detail -> aboutUs(detail, peer)).get();
    }
    PeerRefused refused = cause(failure, PeerRefused.class);
    if (refused != null) {
      return new KeyparityException(
          refused.code(),
          peer + ": " + refused.detail(),
          "is this the right address, and that process's certificate the right one?",
          failure);
    }
    SSLException tls = cause(failure, SSLException.class);
    if (tls != null) {
      return handshakeFailed(tls, failure, peer);
    }
    return byStatus(failure, peer);
  }

  private KeyparityException aboutUs(KeyparityException said, String peer) {
    if (!ABOUT_OUR_CERTIFICATE.contains(said.code())) {
      return said;
    }
    return new KeyparityException(
        said.code(),
        "%s refused our certificate: %s".formatted(peer, said.operatorMessage()),
        "our certificate is that of %s; keyparity pki issue ROLE NAME   makes another"
            .formatted(own.name().uri()),
        said.getCause());
  }

  /** The peer's alert says little by design (RFC 8446 section 6.2); our own files say the rest. */
  private KeyparityException handshakeFailed(SSLException tls, Throwable failure, String peer) {
    Instant now = own.clock().instant();
    if (now.isAfter(own.expiry())) {
      return new KeyparityException(
          ErrorCode.TLS_EXPIRED,
          "%s refused our certificate: expired at %s (expected: good at %s)"
              .formatted(peer, own.expiry(), now),
          "keyparity pki issue ROLE NAME   makes a new one; it is used at once, without a restart",
          failure);
    }
    return new KeyparityException(
        ErrorCode.TLS_UNTRUSTED,
        "%s: TLS failed: %s; our certificate is that of %s, issued by %s"
            .formatted(peer, tls.getMessage(), own.name(), own.ownIssuer()),
        "is that CA in the peer's ca.crt, and does it speak TLS 1.3? its log has the reason",
        failure);
  }

  private static KeyparityException byStatus(Throwable failure, String peer) {
    Status status = Status.fromThrowable(failure);
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          new KeyparityException(
              ErrorCode.PEER_UNREACHABLE,
              peer + ": " + unreachable(failure),
              "does it run, and is the address right?",
              failure);
      case DEADLINE_EXCEEDED ->
          new KeyparityException(
              ErrorCode.DEADLINE_EXCEEDED, peer + ": no answer in time", "", failure);
      case CANCELLED ->
          new KeyparityException(ErrorCode.CANCELLED, peer + ": call cancelled", "", failure);
      case UNIMPLEMENTED ->
          new KeyparityException(
              ErrorCode.PROTOCOL_UNSUPPORTED,
              peer + ": does not know this call (expected: the same version as ours)",
              "keyparity version on both sides",
              failure);
      case RESOURCE_EXHAUSTED ->
          new KeyparityException(ErrorCode.OVERLOADED, peer + ": overloaded", "", failure);
      default ->
          new KeyparityException(
              ErrorCode.INTERNAL, peer + ": failed: " + status.getCode(), "", failure);
    };
  }

  private static String unreachable(Throwable failure) {
    if (cause(failure, UnknownHostException.class) != null) {
      return "unknown host";
    }
    ConnectException refused = cause(failure, ConnectException.class);
    if (refused != null) {
      return String.valueOf(refused.getMessage()).contains("refused")
          ? "connection refused"
          : "cannot connect";
    }
    SocketTimeoutException late = cause(failure, SocketTimeoutException.class);
    return late == null ? "connection lost" : String.valueOf(late.getMessage());
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable one = failure;
    for (int depth = 0; one != null && depth < 20; depth++) {
      if (type.isInstance(one)) {
        return type.cast(one);
      }
      one = one.getCause();
    }
    return null;
  }
}
