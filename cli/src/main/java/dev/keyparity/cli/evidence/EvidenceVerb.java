package dev.keyparity.cli.evidence;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one signed file of what is on record of a service. */
@Command(
    name = "evidence",
    description = {
      "Make one signed file for auditors of what is on record of a service: which verdict was seen of"
          + " each host from when until when, what operators signed, runs, backups, events and audit"
          + " records. What is not known stays a gap, and never counts as good.",
      "",
      "It is signed with your operator key: that you were told this, by that coordinator, then. What"
          + " others signed is in it as they signed it. Exits 7 if a host could not be asked; the"
          + " file is made all the same, and names it."
    },
    footer = {
      "Examples:",
      "  keyparity evidence kms-prod --since 90d",
      "  keyparity evidence kms-prod --since 30d --out november.json",
      "  keyparity evidence verify november.json --operator alice=alice.pub"
    })
public final class EvidenceVerb implements Verb {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Base64 makes three bytes four, and signature and names want room. */
  private static final int LARGEST = CanonicalJson.MAX_BYTES / 4 * 3 - 4096;

  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String service;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description =
          "How far back. Default: 90d; of what is older than the record, nothing is known.")
  Duration since = Duration.ofDays(90);

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file to make; never replaces one. Default: SERVICE-evidence-TIME.json here.")
  @Nullable Path out;

  EvidenceVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new EvidenceVerb(invocation))
        .addSubcommand(new VerifyEvidence(invocation));
  }

  @Override
  public ExitMeaning run() {
    Instant now = invocation.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    String name = ServiceChoice.of(service).resolve(invocation);
    Evidence evidence = new Gathering(invocation, name, now.minus(since)).gather(now);
    SignedDocument signed = signed(evidence);
    Path file =
        out != null ? out : Path.of("%s-evidence-%s.json".formatted(name, STAMP.format(now)));
    byte[] bytes = signed.canonicalBytes();
    DurableFile.at(file.toAbsolutePath(), DurableFile.GROUP_READABLE).writeNew(bytes);
    invocation.show(
        new MadeView(file, bytes, evidence, signed.signatures().get(0).keyFingerprint()));
    return evidence.notAsked().isEmpty() ? ExitMeaning.OK : ExitMeaning.BLOCKED;
  }

  private SignedDocument signed(Evidence evidence) {
    byte[] payload = evidence.canonicalBytes();
    if (payload.length > LARGEST) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "evidence: %d bytes (expected: at most %d)".formatted(payload.length, LARGEST),
          "keyparity evidence %s --since 30d   asks for less".formatted(evidence.service()));
    }
    requireReadable(evidence, payload);
    return WireDocuments.fromMessage(
        new Signing(invocation).signed(SignedDocument.unsigned(payload), DocumentKind.EVIDENCE));
  }

  /** Nobody signs what nobody could read later. */
  private static void requireReadable(Evidence evidence, byte[] payload) {
    try {
      Evidence read = Evidence.parse(payload);
      for (SignedDocument approval : read.approvals()) {
        SignedApproval.of(approval, read, new KnownOperators(List.of()));
      }
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.PROTOCOL_UNSUPPORTED,
          "what coordinator %s tells makes no evidence: %s"
              .formatted(evidence.source().coordinator(), e.getMessage()),
          "keyparity version on both sides",
          e);
    }
  }
}
