package dev.keyparity.coordinator.duty;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.List;

/**
 * Holds the signed revocation that comes with an abort against what it must say. Pure.
 *
 * <p>What is proven: it revokes just that run, for that reason, and who sends it is among those who
 * signed. What is not: that the signature is genuine. Operators' keys are pinned by agents, and a
 * coordinator knows none of them; each agent judges it when it is asked to keep it.
 *
 * @param by the operator who sends it
 */
record RevocationReview(String group, String service, String run, String by, String reason) {
  /**
   * @throws KeyparityException WARRANT_INVALID if it is no revocation, or not signed by who sends
   *     it; WARRANT_MISMATCH if it is one of anything else
   */
  void require(SignedDocument document) {
    Revocation revocation = parse(document);
    same("group", revocation.group(), group);
    same("service", revocation.service(), service);
    same("run", revocation.run() == null ? "none" : revocation.run(), run);
    same("reason", revocation.reason(), reason);
    List<DocumentSignature> own =
        document.signatures().stream()
            .filter(one -> one.operator().equals(by))
            .filter(one -> one.algorithm().equals(OperatorKey.ALGORITHM))
            .toList();
    if (own.isEmpty()) {
      throw invalid(
          "revocation of run %s: signed by %s (expected: by %s, who sends it)"
              .formatted(run, signers(document), by),
          null);
    }
  }

  private Revocation parse(SignedDocument document) {
    int bytes = document.canonicalBytes().length;
    if (bytes > Cosigned.LARGEST) {
      throw invalid(
          "revocation of run %s: %d bytes (expected: at most %d)"
              .formatted(run, bytes, Cosigned.LARGEST),
          null);
    }
    try {
      return Revocation.parse(document.payload());
    } catch (MalformedRecord e) {
      throw invalid("revocation of run %s: %s".formatted(run, e.getMessage()), e);
    }
  }

  private void same(String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISMATCH,
          "revocation of run %s: %s: %s (expected: %s)".formatted(run, what, found, expected),
          "nothing was aborted; " + again());
    }
  }

  private KeyparityException invalid(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new KeyparityException(
        ErrorCode.WARRANT_INVALID, what, "nothing was aborted; " + again(), cause);
  }

  private String again() {
    return "keyparity run abort %s --reason …   signs the right one".formatted(run);
  }

  private static String signers(SignedDocument document) {
    return document.signatures().isEmpty()
        ? "nobody"
        : String.join(
            ", ", document.signatures().stream().map(DocumentSignature::operator).toList());
  }
}
