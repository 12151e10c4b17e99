package dev.keyparity.cli.audit;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditVerdict;
import dev.keyparity.daemon.audit.AuditVerifier;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies an audit log's chain. */
@Command(
    name = "verify",
    description = {
      "Check every record of an audit log, and that each follows the one before; if not, say where it"
          + " first differs.",
      "",
      "A log that was cut cleanly or rewritten as a whole looks intact by itself, so it is compared"
          + " with the heads that other hosts keep of it, and with those that you know (--anchor). A"
          + " --file is compared with yours alone. Exits 7 if it is not intact."
    },
    footer = {
      "Examples:",
      "  keyparity audit verify --host kms2",
      "  keyparity audit verify --file /mnt/kms2/audit.jsonl --anchor 4711:9c1d…"
    })
final class VerifyAudit implements Verb {
  private final Invocation invocation;

  @Mixin AuditSource source = new AuditSource();

  @Option(
      names = "--anchor",
      paramLabel = "SEQ:DIGEST",
      description = "A record's number and digest, known from elsewhere; repeatable.")
  List<String> anchors = List.of();

  VerifyAudit(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() throws IOException {
    List<AuditHead> heads = anchors.stream().map(VerifyAudit::head).toList();
    // First the heads, then the log: it may grow in between, and must have every one of them.
    KeptHeads kept = source.file == null ? source.kept(invocation, heads) : KeptHeads.of(heads);
    List<AuditHead> known = kept.heads().stream().map(KeptHeads.Kept::head).toList();
    AuditVerdict verdict =
        source.file == null ? fetchedVerdict(known) : AuditVerifier.verify(source.file, known);
    if (source.file != null && !Files.exists(source.file)) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE, "audit log " + source.file + ": no such file", "");
    }
    invocation.show(new VerdictView(source.name(), verdict, kept));
    return verdict.isIntact() ? ExitMeaning.OK : ExitMeaning.BLOCKED;
  }

  /** The verifier reads files, so what came over the wire is put into one for a moment. */
  private AuditVerdict fetchedVerdict(List<AuditHead> heads) throws IOException {
    List<byte[]> lines = source.lines(invocation, 1);
    Path copy =
        Files.createTempFile(
            "keyparity-audit-",
            ".jsonl",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (OutputStream out = Files.newOutputStream(copy)) {
        for (byte[] line : lines) {
          out.write(line);
          out.write('\n');
        }
      }
      return AuditVerifier.verify(copy, heads);
    } finally {
      Files.delete(copy);
    }
  }

  private static AuditHead head(String anchor) {
    try {
      int colon = anchor.indexOf(':');
      return new AuditHead(
          Long.parseLong(anchor.substring(0, Math.max(0, colon))), anchor.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "--anchor: " + anchor + " (expected: SEQ:DIGEST, the digest as 64 hex digits)",
          "",
          e);
    }
  }

  private record VerdictView(String source, AuditVerdict verdict, KeptHeads kept) implements View {
    @Override
    public Document document() {
      AuditHead head = null;
      Document problem = Document.NOTHING;
      if (verdict instanceof AuditVerdict.Intact intact) {
        head = intact.head();
      } else if (verdict instanceof AuditVerdict.TornTail torn) {
        head = torn.head();
        problem = Document.text("unfinished last line of " + torn.bytes() + " bytes");
      } else if (verdict instanceof AuditVerdict.Broken broken) {
        problem = Document.text("line " + broken.line() + ": " + broken.problem());
      }
      return Document.schema("keyparity.audit-verify/1")
          .put("source", source)
          .put("intact", verdict.isIntact())
          .put("records", head == null ? Document.NOTHING : new Document.Whole(head.sequence()))
          .put("head", head == null ? null : head.digest())
          .put("problem", problem)
          .put("known_from_elsewhere", kept.document())
          .put("not_asked", Document.texts(kept.silent()))
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      List<String> lines = new ArrayList<>();
      if (verdict instanceof AuditVerdict.Intact intact) {
        lines.add(
            "%s   %s: %d records"
                .formatted(Ink.GOOD.of("INTACT"), source, intact.head().sequence()));
        lines.add("  head " + intact.head().sequence() + ":" + intact.head().digest());
        kept.ifIntact().forEach(line -> lines.addAll(Wrap.lines("  ", line, "  ", page.width())));
      } else if (verdict instanceof AuditVerdict.TornTail torn) {
        String text =
            "%s: %d records, then an unfinished line of %d bytes, as a crash or a full disk leaves it"
                .formatted(source, torn.head().sequence(), torn.bytes());
        lines.addAll(Wrap.lines(Ink.WARN.of("TORN") + "   ", text, "  ", page.width()));
        lines.add("  head " + torn.head().sequence() + ":" + torn.head().digest());
      } else if (verdict instanceof AuditVerdict.Broken broken) {
        String text = "%s, line %d: %s".formatted(source, broken.line(), broken.problem());
        lines.addAll(Wrap.lines(Ink.BAD.of("BROKEN") + "   ", text, "  ", page.width()));
        kept.ifBroken().forEach(line -> lines.addAll(Wrap.lines("  ", line, "  ", page.width())));
        lines.add("  runbook: docs/operations/runbooks/audit-broken.md");
      }
      return lines;
    }
  }
}
