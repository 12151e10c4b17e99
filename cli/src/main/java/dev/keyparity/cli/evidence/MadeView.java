package dev.keyparity.cli.evidence;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.wording.Counted;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An evidence file that was just made: {@code keyparity.evidence-made/1}.
 *
 * @param key fingerprint of the key that signed it
 */
record MadeView(Path file, Content content, Evidence evidence, String key) implements View {

  /** What stands in the file, by digest. */
  record Content(int bytes, String sha256) {}

  MadeView(Path file, byte[] bytes, Evidence evidence, String key) {
    this(file, new Content(bytes.length, sha256(bytes)), evidence, key);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private int auditRecords() {
    return evidence.audit().stream().mapToInt(it -> it.records().size()).sum();
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.evidence-made/1")
        .put("file", file.toString())
        .put("bytes", content.bytes())
        .put("sha256", content.sha256())
        .put("service", evidence.service())
        .put("since", evidence.since())
        .put("at", evidence.source().at())
        .put("made_by", evidence.madeBy())
        .put("key", key)
        .put("approvals", evidence.approvals().size())
        .put("runs", evidence.runs().size())
        .put("backups", evidence.backups().size())
        .put("events", evidence.events().size())
        .put("audit_records", auditRecords())
        .put("not_asked", Document.texts(evidence.notAsked()))
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>();
    lines.add(file + ": evidence of " + evidence.service() + ", signed by " + evidence.madeBy());
    lines.addAll(
        Wrap.paragraph(
            String.join(
                ", ",
                Counted.of(evidence.hosts().size(), "host"),
                Counted.of(evidence.approvals().size(), "approval"),
                Counted.of(evidence.runs().size(), "run"),
                Counted.of(evidence.backups().size(), "backup"),
                Counted.of(evidence.events().size(), "event"),
                Counted.of(auditRecords(), "audit record")),
            "  ",
            page.width()));
    lines.add("  sha256 " + content.sha256());
    for (String missing : evidence.notAsked()) {
      lines.addAll(
          Wrap.lines("  " + Ink.WARN.of("not in it") + "  ", missing, "    ", page.width()));
    }
    lines.add(
        "verify it: keyparity evidence verify %s --operator %s=KEY"
            .formatted(file, evidence.madeBy()));
    return lines;
  }
}
