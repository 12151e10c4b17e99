package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.admin.WarrantDrafts.Draft;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.Profile;
import dev.keyparity.proto.coordinator.v1.CloseChangeReply;
import dev.keyparity.proto.coordinator.v1.CloseChangeRequest;
import dev.keyparity.proto.coordinator.v1.OpenChangeReply;
import dev.keyparity.proto.coordinator.v1.OpenChangeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sanctioned changes of files beside the key: operators' word that a file may hold exactly these
 * bytes on any host, for a while, without a warning. The key file is none of them. What is proven
 * of the signatures is in {@link Countersigning}. Thread-safe; blocks as the record store does.
 */
final class ChangeCalls {
  /** Belongs to no run; a warrant's act names a step all the same. */
  private static final String STEP = "change-open";

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int LONGEST_REASON = 1_000;

  private final Chair chair;
  private final Countersigning signing;
  private final Evidence evidence;
  private final ApprovedStatements statements;
  private final OperatorAudit audit;
  private final Clock clock;
  private final RandomGenerator random;

  /** What an operator asks for. */
  private record Change(String service, String file, String sha256, Duration length, String why) {
    Map<String, String> told() {
      return Map.of("service", service, "file", file, "sha256", sha256, "reason", why);
    }

    Countersigning.Wanted wanted() {
      Json told =
          Json.object()
              .put("file", file)
              .put("for_ms", length.toMillis())
              .put("reason", why)
              .put("sha256", sha256)
              .build();
      return new Countersigning.Wanted(
          new WarrantDrafts.Subject(service, STEP, told),
          "warrant for a change of " + file,
          "the same command");
    }
  }

  ChangeCalls(Chair chair, WarrantDesk desk) {
    this.chair = chair;
    this.signing = new Countersigning(desk.records(), desk.fleet(), desk.clock());
    this.evidence = new Evidence(desk.records());
    this.statements = new ApprovedStatements(desk.records());
    this.audit = desk.audit();
    this.clock = desk.clock();
    this.random = desk.random();
  }

  /**
   * @throws KeyparityException KEY_CHANGE_REFUSED for the key file; USAGE for what is no change of
   *     a file beside it; what {@link Countersigning} throws
   */
  OpenChangeReply open(OpenChangeRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    Change change = change(spec, request);
    if (!request.hasWarrant()) {
      requireWorthwhile(change);
      return draft(token, change);
    }
    SignedDocument signed = WireDocuments.fromMessage(request.getWarrant());
    Optional<SanctionedChanges.Entry> there = recorded(change.service(), signed);
    return there.isPresent() ? reply(there.get()) : record(token, spec, change, signed);
  }

  private static Change change(ServiceSpec spec, OpenChangeRequest request) {
    Profile profile = Profile.named(spec.profile());
    String file = request.getFile();
    if (file.equals(profile.keyFile())) {
      throw new KeyparityException(
          ErrorCode.KEY_CHANGE_REFUSED,
          "%s: no change of the key file is sanctioned (expected: a file beside it)"
              .formatted(file),
          "the same key in other bytes is EQUIVALENT and raises no alarm; keyparity accept %s   approves its bytes"
              .formatted(spec.service()));
    }
    require(
        profile.files().contains(file),
        "file: %s (expected: one of %s)"
            .formatted(
                file,
                profile.files().stream().filter(it -> !it.equals(profile.keyFile())).toList()));
    require(
        request.getSha256().matches("[0-9a-f]{64}"),
        "sha256: %s (expected: 64 hex digits, as sha256sum prints them)"
            .formatted(request.getSha256()));
    Duration length = Duration.ofMillis(request.getForMs());
    require(
        length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0,
        "for: %s (expected: 1m to 7d)".formatted(length));
    return new Change(
        spec.service(), file, request.getSha256(), length, reason(request.getReason()));
  }

  private static String reason(String text) {
    require(
        !text.isBlank() && text.length() <= LONGEST_REASON,
        "reason: %d letters (expected: why, in at most %d)"
            .formatted(text.strip().length(), LONGEST_REASON));
    return text;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new KeyparityException(
          ErrorCode.USAGE, otherwise, "keyparity change open --help   shows how");
    }
  }

  private void requireWorthwhile(Change change) {
    IdentityStatement approved =
        statements
            .find(change.service())
            .map(ApprovedStatements.Recorded::statement)
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.USAGE,
                        "%s: no key is approved yet, so nothing is warned of"
                            .formatted(change.service()),
                        "keyparity adopt " + change.service()));
    require(
        !change.sha256().equals(approved.files().get(change.file())),
        "%s: these are the approved bytes".formatted(change.file()));
    SanctionedChanges open = evidence.changes(change.service()).at(clock.instant());
    require(
        !open.covers(change.file(), change.sha256()),
        "%s: that change is open already (expected: another; keyparity status %s shows it)"
            .formatted(change.file(), change.service()));
    require(
        open.entries().size() < SanctionedChanges.MOST,
        "%d changes are open (expected: fewer)".formatted(open.entries().size()));
  }

  private OpenChangeReply draft(FencingToken token, Change change) {
    audit.wanted("change-open-draft", change.told());
    Instant now = now();
    return unsigned(
        signing.draft(token, change.wanted(), now, () -> warrant(token.group(), change, now)));
  }

  private Warrant warrant(String group, Change change, Instant now) {
    return new Warrant(
        Warrant.drawId(random),
        group,
        change.service(),
        null,
        null,
        statements.generation(change.service()),
        now,
        now.plus(change.length()),
        List.of(
            Act.of(
                Verb.CHANGE_OPEN,
                STEP,
                Act.EVERY_HOST,
                Map.of("file", change.file(), "sha256", change.sha256()))),
        change.why(),
        null);
  }

  /** The same signed warrant again, because the first answer was lost, changes nothing. */
  private Optional<SanctionedChanges.Entry> recorded(String service, SignedDocument signed) {
    String id = Countersigning.idOf(signed);
    return evidence.changes(service).entries().stream()
        .filter(entry -> Countersigning.idOf(entry.signed()).equals(id))
        .findFirst();
  }

  private OpenChangeReply record(
      FencingToken token, ServiceSpec spec, Change change, SignedDocument signed) {
    DocumentSignature own = signing.own(change.wanted(), signed);
    requireWorthwhile(change);
    audit.wanted(
        "change-open",
        Map.of(
            "service",
            change.service(),
            "signed",
            new String(signed.canonicalBytes(), StandardCharsets.UTF_8)));
    Draft draft = signing.sign(token, change.wanted(), own);
    if (!signing.isEnough(spec, draft)) {
      return unsigned(draft);
    }
    SanctionedChanges.Entry entry =
        new SanctionedChanges.Entry(
            change.file(),
            change.sha256(),
            now(),
            draft.warrant().expiresAt(),
            String.join(", ", Countersigning.signers(draft.document())),
            change.why(),
            draft.document());
    evidence.sanction(token, change.service(), before -> before.with(entry));
    signing.done(token, change.wanted());
    evidence.note(
        token,
        change.service(),
        new EventLog.Event(
            entry.from(),
            EventLog.Severity.INFO,
            "%s may become %s… until %s, by %s: %s"
                .formatted(
                    entry.file(),
                    entry.sha256().substring(0, 8),
                    entry.until().truncatedTo(ChronoUnit.SECONDS),
                    entry.by(),
                    entry.reason())));
    return reply(entry);
  }

  /** Ends what is open of a file: needs no warrant, because it only lets warnings through. */
  CloseChangeReply close(CloseChangeRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    String why = reason(request.getReason());
    Instant now = now();
    long open =
        evidence.changes(spec.service()).at(now).entries().stream()
            .filter(entry -> entry.file().equals(request.getFile()))
            .count();
    require(open > 0, "%s: no change of it is open".formatted(request.getFile()));
    audit.wanted(
        "change-close",
        Map.of("service", spec.service(), "file", request.getFile(), "reason", why));
    evidence.sanction(token, spec.service(), before -> before.ended(request.getFile(), now));
    evidence.note(
        token,
        spec.service(),
        new EventLog.Event(
            now,
            EventLog.Severity.INFO,
            "no change of %s is sanctioned any more: %s".formatted(request.getFile(), why)));
    return CloseChangeReply.newBuilder().setClosed((int) open).build();
  }

  private static OpenChangeReply unsigned(Draft draft) {
    return OpenChangeReply.newBuilder()
        .setWarrantDraft(ByteString.copyFrom(draft.document().payload()))
        .build();
  }

  private static OpenChangeReply reply(SanctionedChanges.Entry entry) {
    return OpenChangeReply.newBuilder()
        .setRecorded(true)
        .setUntilMs(entry.until().toEpochMilli())
        .build();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
