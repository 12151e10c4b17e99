package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.admin.WarrantDrafts.Draft;
import dev.keyparity.coordinator.admin.WarrantDrafts.Subject;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Operators sign a warrant that belongs to no run and that no agent takes part in, one after the
 * other, until they are enough. Thread-safe; blocks as the record store does.
 *
 * <p>What is proven: who signed is who called, because a signature counts only if the caller's own
 * certificate has the name in it; each operator, and each key, counts once; what was signed is the
 * draft, byte for byte. What is not proven: that the signature is genuine. Operators' keys are
 * pinned by agents, and a coordinator knows none of them.
 */
final class Countersigning {
  private final WarrantDrafts drafts;
  private final Fleet fleet;
  private final Clock clock;

  /**
   * A warrant that is wanted.
   *
   * @param what it is, for messages
   * @param again the command that shows its draft
   */
  record Wanted(Subject subject, String what, String again) {}

  Countersigning(RecordStore records, Fleet fleet, Clock clock) {
    this.drafts = new WarrantDrafts(records);
    this.fleet = fleet;
    this.clock = clock;
  }

  /** The draft to sign, made if there is none that is still good. */
  Draft draft(FencingToken token, Wanted wanted, Instant now, Supplier<Warrant> warrant) {
    return drafts.findOrCreate(token, wanted.subject(), now, warrant);
  }

  /**
   * The caller's own signature under the draft.
   *
   * @throws KeyparityException WARRANT_MISMATCH if what was signed is not the draft;
   *     WARRANT_EXPIRED; WARRANT_INVALID if the caller's signature is not among those given
   */
  DocumentSignature own(Wanted wanted, SignedDocument signed) {
    Draft draft =
        drafts.find(wanted.subject()).orElseThrow(() -> mismatch(wanted, "there is no such draft"));
    if (!Arrays.equals(draft.document().payload(), signed.payload())) {
      throw mismatch(wanted, "what was signed is not the draft");
    }
    if (!draft.warrant().expiresAt().isAfter(clock.instant())) {
      throw new KeyparityException(
          ErrorCode.WARRANT_EXPIRED,
          "warrant %s: good until %s".formatted(draft.warrant().id(), draft.warrant().expiresAt()),
          wanted.again() + "   makes a new one");
    }
    return callersOwn(signed);
  }

  /** With this signature besides those before. */
  Draft sign(FencingToken token, Wanted wanted, DocumentSignature own) {
    return drafts
        .sign(token, wanted.subject(), own)
        .orElseThrow(() -> mismatch(wanted, "it is gone"));
  }

  boolean isEnough(ServiceSpec spec, Draft draft) {
    return approvals(draft.document()) >= approvalsNeeded(spec);
  }

  /** It has served. */
  void done(FencingToken token, Wanted wanted) {
    drafts.remove(token, wanted.subject());
  }

  /** The id of the warrant that somebody signed. */
  static String idOf(SignedDocument signed) {
    try {
      return Warrant.parse(signed.payload()).id();
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.WARRANT_INVALID, String.valueOf(e.getMessage()), "sign the draft as it is", e);
    }
  }

  static List<String> signers(SignedDocument document) {
    return document.signatures().stream()
        .map(DocumentSignature::operator)
        .distinct()
        .sorted()
        .toList();
  }

  private static KeyparityException mismatch(Wanted wanted, String what) {
    return new KeyparityException(
        ErrorCode.WARRANT_MISMATCH,
        "%s: %s (expected: the very bytes, for that very reason)".formatted(wanted.what(), what),
        wanted.again() + "   shows the draft again");
  }

  private static DocumentSignature callersOwn(SignedDocument signed) {
    String caller = PeerAuthorization.caller().name();
    return signed.signatures().stream()
        .filter(one -> one.operator().equals(caller))
        .filter(one -> one.algorithm().equals(OperatorKey.ALGORITHM))
        .findFirst()
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.WARRANT_INVALID,
                    "warrant: signed by %s (expected: by %s, who sends it)"
                        .formatted(signers(signed), caller),
                    "each operator sends their own signature"));
  }

  /** One person with two certificates and one key counts once, as one with two keys does. */
  private static long approvals(SignedDocument document) {
    long keys =
        document.signatures().stream().map(DocumentSignature::keyFingerprint).distinct().count();
    return Math.min(keys, signers(document).size());
  }

  /** The higher of the service's own demand and what any of its agents was last heard to demand. */
  private int approvalsNeeded(ServiceSpec spec) {
    return fleet.snapshot().service(spec.service()).stream()
        .flatMap(view -> view.hosts().values().stream())
        .map(HostView::lastReport)
        .flatMap(Optional::stream)
        .mapToInt(HostReport::getApprovalsDemanded)
        .reduce(Math.max(1, spec.policy().approvals()), Math::max);
  }
}
