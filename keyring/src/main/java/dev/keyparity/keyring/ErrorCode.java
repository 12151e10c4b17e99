package dev.keyparity.keyring;

/** Why this module refused, with what to do next. */
public enum ErrorCode {
  /** The bytes are not in the format they should have. */
  MALFORMED(NextAction.ASK_OPERATOR),
  /** A format, version or field that this release does not know. */
  UNKNOWN_FORMAT(NextAction.ASK_OPERATOR),
  /** Bytes are not those that a digest names. */
  DIGEST_MISMATCH(NextAction.ASK_OPERATOR),
  /** A backup would not open for one of its recipients. */
  RECIPIENT_MISSING(NextAction.ASK_OPERATOR),
  /** The key at hand does not open it. */
  WRONG_KEY(NextAction.ASK_OPERATOR),
  /** A key that must not be used: weak, expired, revoked, unsigned or unable to encrypt. */
  UNUSABLE_KEY(NextAction.ASK_OPERATOR),
  /** Larger than this module will read. */
  TOO_LARGE(NextAction.ASK_OPERATOR),
  /** A file was not the same at the end of a read as at its beginning. */
  CHANGED_WHILE_READ(NextAction.RE_OBSERVE),
  /** Meant for another target, run, service or group. */
  WRONG_CONTEXT(NextAction.STOP),
  /** Its time is over. */
  EXPIRED(NextAction.ASK_OPERATOR),
  /** A secret was used after it was destroyed. */
  DESTROYED(NextAction.STOP);

  private final NextAction nextAction;

  ErrorCode(NextAction nextAction) {
    this.nextAction = nextAction;
  }

  public NextAction nextAction() {
    return nextAction;
  }
}
