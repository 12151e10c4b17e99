package dev.keyparity.keyring;

import org.jspecify.annotations.Nullable;

/** The refusal of a container, bundle or key; the message is for operators and holds no secret. */
public final class KeyringException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public KeyringException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public KeyringException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
