package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.admin.WarrantDrafts.Draft;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionReply;
import dev.keyparity.proto.coordinator.v1.ForgetKeyVersionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Giving a key version up: operators' word that it may become unreadable, without which no plan
 * lets the last key that opens it give way.
 *
 * <p>What is proven of the signatures, and what is not, is in {@link Countersigning}. The audit log
 * keeps the signed warrant as it came, for whoever has the keys; and the agents' own judgement
 * comes when a key gives way, under a warrant of its own.
 */
final class ForgetCalls {
  private static final Logger log = LoggerFactory.getLogger(ForgetCalls.class);

  /** Belongs to no run; a warrant's act names a step all the same. */
  private static final String STEP = "key-forget";

  /** The bound of the act: {@code key@version}. */
  private static final String VERSION = "version";

  /** Time for a second operator to be found. */
  private static final Duration GOOD_FOR = Duration.ofDays(7);

  private static final int LONGEST_REASON = 1_000;

  private final Chair chair;
  private final Countersigning signing;
  private final Evidence evidence;
  private final ApprovedStatements statements;
  private final OperatorAudit audit;
  private final Clock clock;
  private final RandomGenerator random;

  ForgetCalls(Chair chair, WarrantDesk desk) {
    this.chair = chair;
    this.signing = new Countersigning(desk.records(), desk.fleet(), desk.clock());
    this.evidence = new Evidence(desk.records());
    this.statements = new ApprovedStatements(desk.records());
    this.audit = desk.audit();
    this.clock = desk.clock();
    this.random = desk.random();
  }

  /** What is to be given up, why, and of which service. */
  private record Subject(String service, KeyVersion version, String reason) {}

  private static Countersigning.Wanted wanted(Subject subject) {
    Json told =
        Json.object()
            .put("reason", subject.reason())
            .put("version", subject.version().toString())
            .build();
    return new Countersigning.Wanted(
        new WarrantDrafts.Subject(subject.service(), STEP, told),
        "warrant to forget " + subject.version(),
        "keyparity key forget %s %s --reason …".formatted(subject.service(), subject.version()));
  }

  /**
   * @throws KeyparityException USAGE if there is nothing to give up; WARRANT_MISMATCH if what was
   *     signed is not the draft; WARRANT_EXPIRED; WARRANT_INVALID if the caller's own signature is
   *     not among those given
   */
  ForgetKeyVersionReply forget(ForgetKeyVersionRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    Subject subject =
        new Subject(spec.service(), version(request.getVersion()), reason(request.getReason()));
    if (!request.hasWarrant()) {
      requireWorthForgetting(spec, subject.version());
      return draft(token, subject);
    }
    SignedDocument signed = WireDocuments.fromMessage(request.getWarrant());
    if (isRecorded(subject, signed)) {
      return ForgetKeyVersionReply.newBuilder().setRecorded(true).build();
    }
    requireWorthForgetting(spec, subject.version());
    return record(token, spec, subject, signed);
  }

  private static KeyVersion version(String text) {
    try {
      return KeyVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(ErrorCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
  }

  private static String reason(String text) {
    if (text.isBlank() || text.length() > LONGEST_REASON) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "reason: %d letters (expected: why it may be lost and who agreed, in at most %d)"
              .formatted(text.strip().length(), LONGEST_REASON));
    }
    return text;
  }

  /** A mistyped version must not be given up before it exists, nor one that nobody would lose. */
  private void requireWorthForgetting(ServiceSpec spec, KeyVersion version) {
    evidence.forgotten(spec.service()).entries().stream()
        .filter(entry -> entry.version().equals(version))
        .findFirst()
        .ifPresent(
            entry -> {
              throw new KeyparityException(
                  ErrorCode.USAGE,
                  "%s: given up already, at %s by %s".formatted(version, entry.at(), entry.by()));
            });
    String survey = "keyparity survey " + spec.service();
    SurveyResult last =
        evidence
            .survey(spec.service())
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.USAGE,
                        "%s: nobody has asked yet who opens what (expected: a survey of %s)"
                            .formatted(version, spec.service()),
                        survey));
    if (!last.versions().contains(version)) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "%s: no host listed it at %s (expected: a version that there is)"
              .formatted(version, last.at()),
          survey + "   asks again");
    }
    if (last.openedBy(version).containsAll(spec.hostNames())) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "%s: every host opened it at %s, so no key's giving way can lose it"
              .formatted(version, last.at()),
          survey + "   asks again");
    }
  }

  private ForgetKeyVersionReply draft(FencingToken token, Subject subject) {
    audit.wanted(
        "key-forget-draft",
        Map.of(
            "service", subject.service(),
            "version", subject.version().toString(),
            "reason", subject.reason()));
    Instant now = now();
    Draft draft =
        signing.draft(token, wanted(subject), now, () -> warrant(token.group(), subject, now));
    return ForgetKeyVersionReply.newBuilder()
        .setWarrantDraft(ByteString.copyFrom(draft.document().payload()))
        .build();
  }

  private Warrant warrant(String group, Subject subject, Instant now) {
    return new Warrant(
        Warrant.drawId(random),
        group,
        subject.service(),
        null,
        null,
        statements.generation(subject.service()),
        now,
        now.plus(GOOD_FOR),
        List.of(
            Act.of(
                Verb.KEY_FORGET,
                STEP,
                Act.EVERY_HOST,
                Map.of(VERSION, subject.version().toString()))),
        subject.reason(),
        null);
  }

  /** The same signed warrant again, because the first answer was lost, changes nothing. */
  private boolean isRecorded(Subject subject, SignedDocument signed) {
    return evidence.forgotten(subject.service()).entries().stream()
        .filter(entry -> entry.version().equals(subject.version()))
        .anyMatch(entry -> entry.warrant().equals(Countersigning.idOf(signed)));
  }

  private ForgetKeyVersionReply record(
      FencingToken token, ServiceSpec spec, Subject subject, SignedDocument signed) {
    DocumentSignature own = signing.own(wanted(subject), signed);
    audit.wanted(
        "key-forget",
        Map.of(
            "service", subject.service(),
            "version", subject.version().toString(),
            "reason", subject.reason(),
            "signed", new String(signed.canonicalBytes(), StandardCharsets.UTF_8)));
    Draft draft = signing.sign(token, wanted(subject), own);
    if (!signing.isEnough(spec, draft)) {
      return ForgetKeyVersionReply.newBuilder()
          .setWarrantDraft(ByteString.copyFrom(draft.document().payload()))
          .build();
    }
    ForgottenVersions.Entry entry =
        new ForgottenVersions.Entry(
            subject.version(),
            subject.reason(),
            String.join(", ", Countersigning.signers(draft.document())),
            now(),
            draft.warrant().id());
    evidence.forget(token, subject.service(), before -> before.with(entry));
    signing.done(token, wanted(subject));
    tell(token, subject, entry);
    return ForgetKeyVersionReply.newBuilder().setRecorded(true).build();
  }

  /** For people only: what cannot be told is on record all the same. */
  private void tell(FencingToken token, Subject subject, ForgottenVersions.Entry entry) {
    String told = "%s gave up %s".formatted(entry.by(), subject.version());
    try {
      evidence.note(
          token,
          subject.service(),
          new EventLog.Event(entry.at(), EventLog.Severity.WARNING, told));
    } catch (KeyparityException e) {
      log.warn("{}: not put on the event list: {}: {}", subject.service(), told, e.code());
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
