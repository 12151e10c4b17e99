package dev.keyparity.agent.guard;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;

/** Reads a revocation that is meant for one group and service. */
final class RevocationReader {
  private RevocationReader() {}

  static Revocation read(SignedDocument document, String group, String service) {
    Revocation revocation;
    try {
      revocation = Revocation.parse(document.payload());
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.WARRANT_INVALID, String.valueOf(e.getMessage()), "", e);
    }
    if (!revocation.group().equals(group) || !revocation.service().equals(service)) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISMATCH,
          "revocation: of %s in group %s (expected: %s in group %s)"
              .formatted(revocation.service(), revocation.group(), service, group));
    }
    return revocation;
  }
}
