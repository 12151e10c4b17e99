package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.Serving;
import dev.keyparity.agent.guard.Approved;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Verb;
import java.util.ArrayList;
import java.util.List;

/**
 * What a standing policy's warrant allows on this host, and what must be seen here before it does:
 * nobody looked at the case when it was signed, so whatever could be somebody's key waits for an
 * operator's own warrant.
 */
final class OnDrift {
  private static final String WHAT_TO_DO = "look at the host, then: keyparity repair %s %s";

  private final HostedService hosted;

  OnDrift(HostedService hosted) {
    this.hosted = hosted;
  }

  /** The act that lets this host be repaired; none while no key is approved here. */
  List<Act> repair() {
    return hosted.guard().statements().held().stream()
        .map(held -> StandingActs.repair(hosted.host(), held.statement()))
        .toList();
  }

  /** The acts of which each lets its KMS be stopped. */
  List<Act> stop() {
    List<Act> acts = new ArrayList<>(repair());
    acts.add(StandingActs.quarantine(hosted.host()));
    return List.copyOf(acts);
  }

  private IdentityStatement approved() {
    return hosted.guard().statements().require().statement();
  }

  /** Nothing is replaced but a beginning of the approved file, or nothing at all (I2). */
  void requireNothingLost(Approved by, boolean losesNothing) {
    if (by.isStanding() && !losesNothing) {
      throw refused(
          "key file of %s: it is no beginning of the approved one (expected: one, or none)"
              .formatted(hosted.service()),
          "I2");
    }
  }

  /**
   * A process is stopped only if it is known to have loaded what is in the file now, so that
   * nothing goes with it, and that is not the approved key (I5). To repair, moreover, it must be no
   * key at all: another one may be somebody's.
   */
  void requireStoppable(Approved by) {
    if (!by.isStanding()) {
      return;
    }
    KmsView view = new KmsLooks(hosted).look();
    if (view.kms().living().isEmpty()) {
      return;
    }
    Serving serving = view.serving();
    String present = view.keys().keyFile().map(FileDigest::toString).orElse("");
    if (!serving.isKnown() || serving.identity().equals(approved().keyIdentity())) {
      throw refused(
          "KMS of %s: it %s (expected: another key, known to be loaded)"
              .formatted(
                  hosted.service(),
                  serving.isKnown()
                      ? "serves the approved key"
                      : "may serve the approved key, " + serving.how()),
          "I5");
    }
    if (!serving.digest().equals(present)) {
      throw refused(
          "KMS of %s: it serves a key that is not in the key file any more (expected: the file that"
                  .formatted(hosted.service())
              + " it loaded)",
          "I1");
    }
    boolean quarantined = by.warrant() != null && by.warrant().verbs().contains(Verb.QUARANTINE);
    if (!quarantined && !serving.identity().isEmpty()) {
      throw refused(
          "KMS of %s: it serves another key (expected: none, to repair it unasked)"
              .formatted(hosted.service()),
          "I2");
    }
  }

  private KeyparityException refused(String why, String rule) {
    return new KeyparityException(
            ErrorCode.WARRANT_MISMATCH,
            "standing warrant: " + why,
            WHAT_TO_DO.formatted(hosted.service(), hosted.host()))
        .withRule(rule);
  }
}
