package dev.keyparity.agent.rpc;

import dev.keyparity.daemon.fault.ErrorCode;

/** Which rule of safety a refusal is of, where its code alone tells. */
final class Rules {
  private Rules() {}

  static String of(ErrorCode code) {
    return switch (code) {
      case DIGEST_MISMATCH, BACKUP_MISSING, BACKUP_UNVERIFIED, COPY_RECEIPT_INVALID -> "I1";
      case KEY_WOULD_BE_LOST -> "I2";
      case STALE_LEADER, NOT_FENCED, WRONG_GROUP -> "I3";
      case PERMIT_MISSING, STOP_UNDER_WAY, STOP_AT_LARGE -> "I4";
      case LAST_SERVING -> "I5";
      case ATTEMPT_SUPERSEDED, INDETERMINATE -> "I6";
      case INSTALL_INTERRUPTED -> "I9";
      case AUDIT_UNAVAILABLE, AUDIT_BROKEN -> "I10";
      case KMS_RUNNING -> "I13";
      default -> "";
    };
  }
}
