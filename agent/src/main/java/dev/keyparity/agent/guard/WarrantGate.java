package dev.keyparity.agent.guard;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether operators allowed an act on this host: genuine signatures of enough pinned operators, the
 * very act with the very bounds, not expired by a clock that never goes back, not revoked, not of a
 * statement older than the one on record. Not thread-safe: its owner's lock guards it.
 */
final class WarrantGate {
  /** The bound of an act {@link Verb#INSTALL}: the host whose key is sealed. */
  static final String INSTALL_SOURCE = "source";

  private static final String WHAT_TO_DO = "make a new plan and sign it";

  private final String group;
  private final String service;
  private final OperatorPolicy policy;
  private final TimeFloor time;
  private final Statements statements;
  private final Revocations revocations;

  WarrantGate(
      String group,
      String service,
      OperatorPolicy policy,
      TimeFloor time,
      Statements statements,
      Revocations revocations) {
    this.group = group;
    this.service = service;
    this.policy = policy;
    this.time = time;
    this.statements = statements;
    this.revocations = revocations;
  }

  /** The warrant that covers the act, or a refusal. */
  Approved require(@Nullable SignedDocument document, Act asked, String run) {
    if (document == null) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISSING,
          "%s on %s: no warrant was sent (expected: one that covers it)"
              .formatted(asked.verb().text(), asked.host()),
          WHAT_TO_DO);
    }
    Warrant warrant = parse(document);
    List<String> operators =
        policy.requireApproved(document, DocumentKind.WARRANT, service, warrant.verbs());
    WarrantCheck.refusalOf(warrant, asked, scene(run))
        .ifPresent(
            refusal -> {
              throw refusal.toException();
            });
    requireNotRevoked(warrant, run);
    return new Approved(warrant, operators);
  }

  /**
   * The warrant by which a target may be given a source's key: the target itself checks every bound
   * when it installs; a source must know that operators named this target and this source, or let
   * policy put the approved key back on this target, from whichever host.
   */
  Approved requireInstall(
      @Nullable SignedDocument document, String target, String source, String run) {
    return require(document, installActOf(document, target, source), run);
  }

  private Act installActOf(@Nullable SignedDocument document, String target, String source) {
    if (document != null) {
      Warrant warrant = parse(document);
      if (warrant.isStanding()) {
        return StandingActs.repair(target, statements.require().statement());
      }
      for (Act act : warrant.acts()) {
        if (act.verb() == Verb.INSTALL
            && act.host().equals(target)
            && source.equals(act.bounds().get(INSTALL_SOURCE))) {
          return act;
        }
      }
    }
    // Covered by no warrant: the usual refusal says what is missing.
    return Act.of(Verb.INSTALL, "any", target, Map.of(INSTALL_SOURCE, source));
  }

  private WarrantCheck.Scene scene(String run) {
    Optional<Statements.Held> held = statements.held();
    return new WarrantCheck.Scene(
        group,
        service,
        run,
        held.map(one -> one.statement().generation()).orElse(0L),
        held.map(Statements.Held::digest).orElse(null),
        time.now());
  }

  private void requireNotRevoked(Warrant warrant, String run) {
    revocations.of(warrant).ifPresent(this::refuseRevoked);
    requireRunNotAborted(run);
  }

  /** An aborted run does nothing more, warranted or not. */
  void requireRunNotAborted(String run) {
    revocations.ofRun(run).ifPresent(this::refuseRevoked);
  }

  private void refuseRevoked(Revocation revocation) {
    String what =
        revocation.run() == null ? "warrant " + revocation.warrant() : "run " + revocation.run();
    throw new KeyparityException(
        ErrorCode.WARRANT_REVOKED,
        "%s: revoked at %s: %s".formatted(what, revocation.issuedAt(), revocation.reason()),
        "make a new plan");
  }

  private static Warrant parse(SignedDocument document) {
    try {
      return Warrant.parse(document.payload());
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.WARRANT_INVALID, String.valueOf(e.getMessage()), WHAT_TO_DO, e);
    }
  }
}
