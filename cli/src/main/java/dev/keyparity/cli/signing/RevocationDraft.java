package dev.keyparity.cli.signing;

import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.Run;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The revocation of a run that an operator is to sign: a new one, or for a run that was aborted
 * already the one that others signed. Pure.
 */
public record RevocationDraft(Revocation revocation, SignedDocument document) {

  /**
   * @param now by the operator's clock
   * @throws KeyparityException if the coordinator does not say what must be signed, or says
   *     anything but a revocation of that very run; then nothing may be signed
   */
  public static RevocationDraft of(Run run, String reason, Instant now) {
    if (run.getGroup().isEmpty()) {
      throw new KeyparityException(
          ErrorCode.PROTOCOL_UNSUPPORTED,
          "run %s: the coordinator does not say its group (expected: what a revocation names)"
              .formatted(run.getId()),
          "keyparity version on both sides");
    }
    return run.getState().equals("aborted") && run.hasRevocation()
        ? further(run)
        : first(run, reason, now);
  }

  private static RevocationDraft first(Run run, String reason, Instant now) {
    Revocation revocation =
        new Revocation(
            run.getGroup(),
            run.getService(),
            null,
            run.getId(),
            now.truncatedTo(ChronoUnit.MILLIS),
            reason);
    return new RevocationDraft(revocation, SignedDocument.unsigned(revocation.canonicalBytes()));
  }

  private static RevocationDraft further(Run run) {
    SignedDocument document = WireDocuments.fromMessage(run.getRevocation());
    Revocation revocation;
    try {
      revocation = Revocation.parse(document.payload());
    } catch (MalformedRecord e) {
      throw DraftReview.unread(e);
    }
    DraftReview.require(
        revocation.service().equals(run.getService()) && run.getId().equals(revocation.run()),
        "revocation: of %s, run %s (expected: %s, run %s)"
            .formatted(revocation.service(), revocation.run(), run.getService(), run.getId()));
    return new RevocationDraft(revocation, document);
  }

  /** What a signature of it says. */
  public List<String> lines(Page page) {
    List<String> lines =
        new ArrayList<>(
            Wrap.lines(
                "",
                "your signature makes every host of %s (group %s) refuse run %s for ever"
                    .formatted(revocation.service(), revocation.group(), revocation.run()),
                "",
                page.width()));
    lines.addAll(Wrap.lines("  reason: ", revocation.reason(), "    ", page.width()));
    List<String> signers =
        document.signatures().stream().map(DocumentSignature::operator).distinct().toList();
    if (!signers.isEmpty()) {
      lines.add("  signed already by " + String.join(", ", signers));
    }
    return lines;
  }
}
