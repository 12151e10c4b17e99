package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.admin.WarrantDrafts.Draft;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.StandingWarrant;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.OnDrift;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementReply;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementRequest;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators let policy act on a service by itself, until a warrant of theirs expires, and forbid it
 * again. What is proven of the signatures is in {@link Countersigning}; agents judge them. Thread-
 * safe; blocks as the record store does.
 */
final class AllowanceCalls {
  static final Duration SHORTEST = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofDays(366);

  private final Chair chair;
  private final WarrantDesk desk;
  private final Countersigning signing;
  private final Evidence evidence;
  private final ApprovedStatements statements;

  /** What an operator asks for. */
  private record Allowance(String service, Duration length, String why) {
    Countersigning.Wanted wanted() {
      return new Countersigning.Wanted(
          new WarrantDrafts.Subject(
              service,
              StandingActs.STEP,
              Json.object().put("for_ms", length.toMillis()).put("reason", why).build()),
          "warrant for policy",
          "the same command");
    }
  }

  AllowanceCalls(Chair chair, WarrantDesk desk) {
    this.chair = chair;
    this.desk = desk;
    this.signing = new Countersigning(desk.records(), desk.fleet(), desk.clock());
    this.evidence = new Evidence(desk.records());
    this.statements = new ApprovedStatements(desk.records());
  }

  /**
   * @throws KeyparityException USAGE if the service's policy does nothing; STATEMENT_MISSING while
   *     no key is approved; what {@link Countersigning} throws
   */
  AllowEnforcementReply allow(AllowEnforcementRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    Allowance allowance = allowance(spec, request);
    if (!request.hasWarrant()) {
      return unsigned(draft(token, allowance));
    }
    SignedDocument signed = WireDocuments.fromMessage(request.getWarrant());
    return recorded(allowance.service(), signed)
        .map(AllowanceCalls::reply)
        .orElseGet(() -> record(token, spec, allowance, signed));
  }

  private static Allowance allowance(ServiceSpec spec, AllowEnforcementRequest request) {
    if (spec.policy().onDrift() != OnDrift.REPAIR) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "policy of %s: only alerts (expected: on_drift: repair)".formatted(spec.service()),
          "set policy.on_drift in the service file, then: keyparity service apply --file FILE");
    }
    Duration length = Duration.ofMillis(request.getForMs());
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "for: %s (expected: 1h to 366d)".formatted(length),
          "keyparity enforcement allow --help");
    }
    EnforcementCalls.requireReason(request.getReason());
    return new Allowance(spec.service(), length, request.getReason().strip());
  }

  private Draft draft(FencingToken token, Allowance allowance) {
    IdentityStatement approved = approved(allowance.service());
    desk.audit()
        .wanted(
            "enforcement-allow-draft",
            Map.of("service", allowance.service(), "reason", allowance.why()));
    Instant now = now();
    return signing.draft(
        token, allowance.wanted(), now, () -> warrant(token.group(), allowance, approved, now));
  }

  private IdentityStatement approved(String service) {
    return statements
        .find(service)
        .map(held -> held.statement())
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.STATEMENT_MISSING,
                    "%s: no key is approved yet, so there is none to put back".formatted(service),
                    "keyparity adopt " + service));
  }

  private Warrant warrant(
      String group, Allowance allowance, IdentityStatement approved, Instant now) {
    List<Act> acts =
        approved.hosts().stream().map(host -> StandingActs.repair(host, approved)).toList();
    return new Warrant(
        Warrant.drawId(desk.random()),
        group,
        allowance.service(),
        null,
        null,
        approved.generation(),
        now,
        now.plus(allowance.length()),
        acts,
        allowance.why(),
        null);
  }

  /** The same signed warrant again, because the first answer was lost, changes nothing. */
  private Optional<StandingWarrant> recorded(String service, SignedDocument signed) {
    String id = Countersigning.idOf(signed);
    return evidence.standing(service).filter(standing -> standing.warrant().id().equals(id));
  }

  private AllowEnforcementReply record(
      FencingToken token, ServiceSpec spec, Allowance allowance, SignedDocument signed) {
    DocumentSignature own = signing.own(allowance.wanted(), signed);
    desk.audit()
        .wanted(
            "enforcement-allow",
            Map.of(
                "service",
                allowance.service(),
                "signed",
                new String(signed.canonicalBytes(), StandardCharsets.UTF_8)));
    Draft draft = signing.sign(token, allowance.wanted(), own);
    if (!signing.isEnough(spec, draft)) {
      return unsigned(draft);
    }
    String by = String.join(", ", Countersigning.signers(draft.document()));
    StandingWarrant standing = new StandingWarrant(now(), by, draft.warrant(), draft.document());
    evidence.note(
        token,
        allowance.service(),
        List.of(
            new EventLog.Event(
                standing.since(),
                EventLog.Severity.INFO,
                "policy repair is allowed until %s, by %s: %s"
                    .formatted(
                        standing.warrant().expiresAt().truncatedTo(ChronoUnit.SECONDS),
                        by,
                        standing.warrant().reason()))),
        StandingWarrant.TYPE,
        standing);
    signing.done(token, allowance.wanted());
    return reply(standing);
  }

  /** Needs no signature: it takes something away. What was not allowed stays so. */
  EnforcementReply forbid(EnforcementRequest request) {
    String service = chair.service(request.getService()).service();
    FencingToken token = chair.token();
    EnforcementCalls.requireOneLine(request.getReason());
    desk.audit()
        .wanted("enforcement-forbid", Map.of("service", service, "reason", request.getReason()));
    String operator = PeerAuthorization.caller().name();
    Instant now = now();
    Optional<StandingWarrant> ended =
        evidence.endStanding(
            token,
            service,
            standing ->
                new EventLog.Event(
                    now,
                    EventLog.Severity.INFO,
                    "policy repair is forbidden by %s: %s"
                        .formatted(operator, request.getReason().strip())));
    return EnforcementReply.newBuilder().setChanged(ended.isPresent()).build();
  }

  private static AllowEnforcementReply unsigned(Draft draft) {
    return AllowEnforcementReply.newBuilder()
        .setWarrantDraft(ByteString.copyFrom(draft.document().payload()))
        .build();
  }

  private static AllowEnforcementReply reply(StandingWarrant standing) {
    return AllowEnforcementReply.newBuilder()
        .setRecorded(true)
        .setUntilMs(standing.warrant().expiresAt().toEpochMilli())
        .build();
  }

  private Instant now() {
    return desk.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
