package dev.keyparity.cli.signing;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a plan's parts against each other and against what was asked. Pure; one use a plan. */
public final class DraftReview {
  /** Clocks of operators and coordinators may differ by this much. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private static final String SECRING = "secring.gpg";

  /** What a run of each kind may be allowed to do; nothing else is ever signed for it. */
  private static final Map<String, Set<Verb>> VERBS =
      Map.of(
          "enable", enableVerbs(),
          "give-way", giveWayVerbs(),
          "adopt", approvingVerbs(),
          "accept", approvingVerbs(),
          "add-host", addingVerbs(),
          "remove-host", removingVerbs(),
          "repair", Set.of(Verb.INSTALL, Verb.STOP, Verb.START, Verb.OVERRIDE_PERMIT));

  private final Asked asked;
  private final Instant now;

  public DraftReview(Asked asked, Instant now) {
    this.asked = asked;
    this.now = now;
  }

  private static Set<Verb> approvingVerbs() {
    return Set.of(Verb.APPROVE_IDENTITY, Verb.ADD_HOST, Verb.REMOVE_HOST);
  }

  private static Set<Verb> addingVerbs() {
    Set<Verb> verbs = EnumSet.copyOf(enableVerbs());
    verbs.remove(Verb.REMOVE_HOST);
    return Set.copyOf(verbs);
  }

  private static Set<Verb> removingVerbs() {
    return Set.of(
        Verb.APPROVE_IDENTITY,
        Verb.REMOVE_HOST,
        Verb.STOP,
        Verb.WRITE_CLIENT_CONFIG,
        Verb.RUN_DEPENDANT);
  }

  private static Set<Verb> enableVerbs() {
    return Set.of(
        Verb.APPROVE_IDENTITY,
        Verb.ADD_HOST,
        Verb.REMOVE_HOST,
        Verb.INSTALL,
        Verb.STOP,
        Verb.START,
        Verb.WRITE_SETTING,
        Verb.WRITE_CLIENT_CONFIG,
        Verb.RUN_DEPENDANT);
  }

  private static Set<Verb> giveWayVerbs() {
    Set<Verb> verbs = EnumSet.copyOf(enableVerbs());
    verbs.add(Verb.OVERRIDE_PERMIT);
    return Set.copyOf(verbs);
  }

  /**
   * @throws KeyparityException {@link ErrorCode#WARRANT_MISMATCH}, which nobody may talk away, if
   *     anything does not agree or is not understood
   */
  public ReviewedPlan review(Plan plan) {
    byte[] payload = plan.getPayload().toByteArray();
    String digest = Sha256.hex(payload);
    require(digest.equals(plan.getDigest()), "plan: its digest is not that of its content");
    PlanDocument document = read(() -> PlanDocument.parse(payload));
    reviewRequest(document);
    IdentityStatement statement =
        plan.getStatementDraft().isEmpty()
            ? null
            : read(() -> IdentityStatement.parse(plan.getStatementDraft().toByteArray()));
    Warrant warrant =
        plan.getWarrantDraft().isEmpty()
            ? null
            : read(() -> Warrant.parse(plan.getWarrantDraft().toByteArray()));
    new AcceptReview(document, statement).review(asked);
    new MembershipReview(document, statement).review(warrant, asked);
    if (warrant == null) {
      require(statement == null, "statement: a draft without a warrant that approves it");
    } else {
      reviewWarrant(warrant, document, digest);
      ActReview acts = new ActReview(document, statement);
      warrant.acts().forEach(act -> reviewAct(act, document, acts));
      reviewApproval(warrant, statement, plan);
      if (statement != null) {
        reviewStatement(statement, warrant, document);
      }
    }
    reviewSigned("warrant", plan.hasWarrant(), plan.getWarrant(), plan.getWarrantDraft());
    reviewSigned("statement", plan.hasStatement(), plan.getStatement(), plan.getStatementDraft());
    return new ReviewedPlan(plan, document, warrant, statement);
  }

  private void reviewRequest(PlanDocument plan) {
    same("plan: service", plan.service(), asked.service());
    same("plan: kind", plan.kind(), asked.kind());
    same("plan: reference", plan.reference(), asked.reference());
    same("plan: run", plan.run(), asked.run());
    same("plan: key to keep", plan.keep(), asked.keep());
    if (asked.kind() != null) {
      require(
          plan.giveWay().equals(asked.giveWay()),
          "plan: gives way: %s (expected: %s, as asked)"
              .formatted(plan.giveWay(), asked.giveWay()));
      require(
          plan.overlap() == asked.overlap(),
          "plan: overlap: %s (expected: %s, as asked)".formatted(plan.overlap(), asked.overlap()));
      require(
          plan.without().equals(asked.without()),
          "plan: without: %s (expected: %s, as asked)".formatted(plan.without(), asked.without()));
      require(
          plan.holdBefore().containsAll(asked.holdBefore()),
          "plan: holds before: %s (expected: also %s, as asked)"
              .formatted(plan.holdBefore(), asked.holdBefore()));
    }
    require(VERBS.containsKey(plan.kind()), "plan: kind: " + plan.kind() + " (expected: known)");
    require(
        plan.observed().keySet().containsAll(plan.hosts()),
        "plan: observed: %s (expected: every host: %s)"
            .formatted(plan.observed().keySet(), plan.hosts()));
    require(
        plan.transfer().isEmpty() || plan.transfer().equals("sealed"),
        "plan: transfer: " + plan.transfer() + " (expected: sealed)");
    String host = asked.host();
    require(
        host == null || plan.hosts().contains(host) || plan.leaving().equals(Optional.of(host)),
        "plan: hosts: %s (expected: with %s)".formatted(plan.hosts(), host));
  }

  private void reviewWarrant(Warrant warrant, PlanDocument plan, String digest) {
    same("warrant: service", warrant.service(), plan.service());
    require(
        Objects.equals(warrant.run(), plan.run()),
        "warrant: run: %s (expected: %s)".formatted(warrant.run(), plan.run()));
    require(
        digest.equals(warrant.planDigest()), "warrant: it is for another plan than the one shown");
    same("warrant: ticket", warrant.ticket(), asked.ticket());
    require(warrant.expiresAt().isAfter(now), "warrant: expired at " + warrant.expiresAt());
    require(
        Duration.between(now, warrant.issuedAt()).compareTo(SKEW) <= 0,
        "warrant: issued at %s (expected: not after %s)".formatted(warrant.issuedAt(), now));
    Instant latest = now.plus(asked.validity()).plus(SKEW);
    require(
        !warrant.expiresAt().isAfter(latest),
        "warrant: good until %s (expected: not after %s)".formatted(warrant.expiresAt(), latest));
  }

  private void reviewAct(Act act, PlanDocument plan, ActReview acts) {
    String name = "warrant: " + act.verb().text() + " on " + act.host();
    String only = plan.kind().equals("repair") ? asked.host() : null;
    boolean leftOut = act.verb() == Verb.OVERRIDE_PERMIT;
    require(
        only == null || leftOut || act.host().equals(only),
        name + " (expected: only " + only + ", as asked)");
    require(
        VERBS.getOrDefault(plan.kind(), Set.of()).contains(act.verb()),
        name + ": not part of a run of kind " + plan.kind());
    PlanDocument.Step step = plan.step(act.step()).orElse(null);
    require(step != null, name + ": step " + act.step() + " (expected: one of the plan's)");
    // To approve an identity writes no file of the KMS, so it may belong to a step that only reads.
    boolean allowed =
        act.verb() == Verb.APPROVE_IDENTITY
            || MembershipReview.isMembership(act)
            || (step != null && step.changes());
    require(
        step != null && allowed && !step.isSkipped(),
        name + ": step " + act.step() + " (expected: one that the plan says changes something)");
    require(
        act.host().equals(Act.EVERY_HOST)
            || leftOut
            || MembershipReview.isMembership(act)
            || hostsOf(step, plan).contains(act.host()),
        name + ": not a host of step " + act.step());
    acts.reviewBounds(act, name, hostsOf(step, plan));
  }

  private static List<String> hostsOf(PlanDocument.@Nullable Step step, PlanDocument plan) {
    return step == null || step.hosts().isEmpty() ? plan.hosts() : step.hosts();
  }

  /** A statement and the act that approves it come together, and the act names its bytes. */
  private static void reviewApproval(
      Warrant warrant, @Nullable IdentityStatement statement, Plan plan) {
    List<Act> approvals =
        warrant.acts().stream().filter(act -> act.verb() == Verb.APPROVE_IDENTITY).toList();
    if (statement == null) {
      require(approvals.isEmpty(), "warrant: approves an identity statement that is not shown");
      return;
    }
    require(
        approvals.size() == 1,
        "warrant: approves %d statements (expected: 1)".formatted(approvals.size()));
    Map<String, String> expected =
        Map.of("statement", Sha256.hex(plan.getStatementDraft().toByteArray()));
    require(
        approvals.get(0).bounds().equals(expected),
        "warrant: it approves another statement than the one shown");
  }

  private static void reviewStatement(
      IdentityStatement statement, Warrant warrant, PlanDocument plan) {
    same("statement: service", statement.service(), plan.service());
    same("statement: group", statement.group(), warrant.group());
    require(
        statement.hosts().equals(plan.staying().stream().sorted().toList()),
        "statement: hosts: %s (expected: %s)".formatted(statement.hosts(), plan.staying()));
    require(
        statement.generation() > warrant.statementGeneration(),
        "statement: generation: %d (expected: above %d)"
            .formatted(statement.generation(), warrant.statementGeneration()));
    PlanDocument.Observed source =
        plan.observed().entrySet().stream()
            .filter(host -> plan.isSource(host.getKey()))
            .map(Map.Entry::getValue)
            .filter(host -> statement.keyIdentity().equals(host.identity()))
            .findFirst()
            .orElse(null);
    require(source != null, "statement: its key is not that of the plan's reference");
    require(
        source != null
            && statement.fingerprints().equals(source.fingerprints().stream().sorted().toList()),
        "statement: its fingerprints are not those of the plan's reference");
    require(
        source != null && source.secringSha256().equals(statement.files().get(SECRING)),
        "statement: its " + SECRING + " is not that of the plan's reference");
    String keep = plan.keep();
    require(
        keep == null || statement.fingerprints().contains(keep),
        "statement: its key is not the one to keep");
  }

  /** What others signed before must be these bytes, or our signature would join another text. */
  private static void reviewSigned(
      String what, boolean present, SignedDocument signed, ByteString draft) {
    require(
        !present || signed.getPayload().equals(draft),
        what + ": what was signed so far is not the draft that is shown");
  }

  private static void same(String what, @Nullable String given, @Nullable String expected) {
    require(
        expected == null || expected.equals(given),
        "%s: %s (expected: %s)".formatted(what, given, expected));
  }

  private interface Reading<T> {
    T read() throws MalformedRecord;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (MalformedRecord e) {
      throw unread(e);
    }
  }

  static KeyparityException unread(MalformedRecord e) {
    return new KeyparityException(
        ErrorCode.WARRANT_MISMATCH,
        "nothing was signed: " + e.getMessage(),
        "is this keyparity older than the coordinator? keyparity version on both",
        e);
  }

  static void require(boolean agrees, String problem) {
    if (!agrees) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISMATCH,
          "nothing was signed: " + problem,
          "do not sign by other means: find out who changed the plan. docs/threat-model.md");
    }
  }
}
