package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import java.util.Locale;

/** How a start or stop ended. */
public sealed interface ControlOutcome {

  /** It is as asked: serving after a start, no process after a stop. */
  record Done(String summary) implements ControlOutcome {}

  /**
   * It is not.
   *
   * @param keysDiffer the KMS itself refused to start, in the vendor's words, because another
   *     host's key differs
   */
  record Failed(ErrorCode code, String message, boolean keysDiffer) implements ControlOutcome {}

  /** The vendor's own check at start, in Key Trustee KMS's log and output. */
  String VENDOR_REFUSAL = "unable to verify private key match between kms hosts";

  static Failed failed(ErrorCode code, String message) {
    boolean keysDiffer = message.toLowerCase(Locale.ROOT).contains(VENDOR_REFUSAL);
    return new Failed(code, message, keysDiffer);
  }
}
