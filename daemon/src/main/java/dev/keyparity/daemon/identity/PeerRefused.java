package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.fault.ErrorCode;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** Why a peer's certificate is not accepted. It travels as the cause of a failed handshake. */
final class PeerRefused extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String detail;

  PeerRefused(ErrorCode code, String detail) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }

  PeerRefused(ErrorCode code, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.detail = detail;
  }

  ErrorCode code() {
    return code;
  }

  /** What was shown and what was expected: lower-case, no full stop. */
  String detail() {
    return detail;
  }
}
