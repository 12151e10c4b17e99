package dev.keyparity.cli.evidence;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An evidence file that was verified, and what is in it. */
record VerificationView(Verification verification) implements View {
  private static final int LAST_EVENTS = 10;

  /** What could end a line, or turn one around: a text of the file stays within its own. */
  private static final Pattern FOREIGN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  @Override
  public Document document() {
    return new VerificationDocument(verification).document();
  }

  private Evidence evidence() {
    return verification.evidence();
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>(head(page));
    section(lines, "parity", parity(page));
    section(lines, "approvals", approvals(page));
    section(lines, "runs", runs(page));
    section(lines, "backups", backups(page));
    section(lines, "recovery keys", recoveryKeys(page));
    section(lines, "events", events(page));
    section(lines, "audit logs", audit(page));
    section(lines, "not in it", notAsked(page));
    lines.add("");
    lines.addAll(Wrap.paragraph(worth(), "", page.width()));
    return lines.stream().map(line -> FOREIGN.matcher(line).replaceAll("?")).toList();
  }

  private static void section(List<String> lines, String title, List<String> content) {
    lines.add("");
    lines.add(Ink.STRONG.of(title));
    lines.addAll(content.isEmpty() ? List.of("  none") : content);
  }

  private List<String> head(Page page) {
    String word = verification.isWhole() ? Ink.GOOD.of("VERIFIED") : Ink.WARN.of("PARTLY VERIFIED");
    Instant until = evidence().source().at();
    List<String> lines = new ArrayList<>();
    lines.addAll(
        Wrap.lines(
            word + "   ",
            "%s, %s to %s %s"
                .formatted(
                    evidence().service(),
                    page.times().minute(evidence().since()),
                    page.times().minute(until),
                    page.times().zone(until)),
            "  ",
            page.width()));
    lines.addAll(
        Wrap.paragraph(
            "made by %s, told by coordinator %s (epoch %d) of group %s"
                .formatted(
                    evidence().madeBy(),
                    evidence().source().coordinator(),
                    evidence().source().epoch(),
                    evidence().group()),
            "  ",
            page.width()));
    lines.add("  key " + verification.key());
    return lines;
  }

  private List<String> parity(Page page) {
    List<String> lines = new ArrayList<>(new ParityLines(verification.timelines(), page).lines());
    for (String identity : verification.identitiesInNoStatement()) {
      lines.addAll(
          Wrap.lines(
              Ink.WARN.of("not proven") + "  ",
              "that operators approved the key that hosts were held against: "
                  + identity
                  + " is in no statement of this file whose signature was checked",
              "  ",
              page.width()));
    }
    return lines;
  }

  /**
   * Who is proven to have signed stands in front: what a document says of itself may well end in
   * the words "signed by bob", and is always further in.
   */
  private List<String> approvals(Page page) {
    List<String> lines = new ArrayList<>();
    for (SignedApproval one : verification.approvals()) {
      List<String> genuine = one.signers().genuine();
      String by =
          genuine.isEmpty()
              ? Ink.WARN.of("not proven")
              : Ink.GOOD.of("signed by " + String.join(", ", genuine));
      String unknown =
          one.signers().notChecked().isEmpty()
              ? ""
              : "; not checked, for want of the key: "
                  + String.join(", ", one.signers().notChecked());
      lines.addAll(
          Wrap.lines(
              "  " + by + ": ",
              "%s, %s: %s%s"
                  .formatted(one.what(), page.times().minute(one.issuedAt()), one.says(), unknown),
              "      ",
              page.width()));
    }
    return lines;
  }

  private List<String> runs(Page page) {
    if (evidence().runs().isEmpty()) {
      return List.of();
    }
    Table table = Table.of("  STARTED", "RUN", "KIND", "STATE", "ACTS", "BY");
    for (RunEntry run : evidence().runs()) {
      table.row(
          "  " + page.times().minute(run.startedAt()),
          run.id(),
          run.kind(),
          run.state(),
          Integer.toString(run.acts().size()),
          run.startedBy());
    }
    return table.lines(page.width());
  }

  /** A host with hundreds of them takes one line. */
  private List<String> backups(Page page) {
    TreeMap<String, List<BackupEntry>> byHost = new TreeMap<>();
    for (BackupEntry backup : evidence().backups()) {
      byHost.computeIfAbsent(backup.host(), host -> new ArrayList<>()).add(backup);
    }
    if (byHost.isEmpty()) {
      return List.of();
    }
    Table table = Table.of("  HOST", "BACKUPS", "NEWEST", "VERIFIED", "COPIED");
    byHost.forEach(
        (host, those) ->
            table.row(
                "  " + host,
                Integer.toString(those.size()),
                those.stream()
                    .map(BackupEntry::at)
                    .max(Instant::compareTo)
                    .map(page.times()::minute)
                    .orElse("-"),
                Long.toString(those.stream().filter(BackupEntry::isVerified).count()),
                Long.toString(those.stream().filter(it -> !it.copiesOn().isEmpty()).count())));
    return table.lines(page.width());
  }

  private List<String> recoveryKeys(Page page) {
    List<String> lines = new ArrayList<>();
    for (RecoveryKeyEntry key : evidence().recoveryKeys()) {
      Instant at = key.provenAtOrNull();
      lines.add(
          "  %s  %s"
              .formatted(
                  Fingerprints.brief(key.fingerprint()),
                  at == null
                      ? Ink.WARN.of("never proven to open")
                      : "proven to open %s by %s"
                          .formatted(page.times().minute(at), key.provenBy())));
    }
    return lines;
  }

  private List<String> events(Page page) {
    List<String> lines = new ArrayList<>();
    for (EventEntry event : evidence().events().stream().limit(LAST_EVENTS).toList()) {
      lines.addAll(
          Wrap.lines(
              "  " + page.times().second(event.at()) + "  ",
              event.severity() + ": " + event.message(),
              "    ",
              page.width()));
    }
    if (evidence().events().size() > LAST_EVENTS) {
      lines.add(
          "  and %d earlier ones: -o json lists all"
              .formatted(evidence().events().size() - LAST_EVENTS));
    }
    return lines;
  }

  private List<String> audit(Page page) {
    List<String> lines = new ArrayList<>();
    for (AuditExcerpt log : evidence().audit()) {
      String fault = log.fault().orElse("");
      String state = fault.isEmpty() ? Ink.GOOD.of("INTACT") : Ink.BAD.of("BROKEN");
      lines.addAll(
          Wrap.lines(
              "  " + state + "  ",
              log.chain() + ": " + (fault.isEmpty() ? extent(log) : fault),
              "    ",
              page.width()));
    }
    return lines;
  }

  private static String extent(AuditExcerpt log) {
    List<String> words = new ArrayList<>();
    words.add(
        "%s of %d".formatted(Counted.of(log.records().size(), "record"), log.head().sequence()));
    if (log.isShortened()) {
      words.add("older ones of that time are left out");
    }
    words.add(
        log.kept().isEmpty()
            ? "no other host keeps a head of it"
            : "agrees with what %s keep%s"
                .formatted(
                    String.join(", ", log.kept().stream().map(AuditExcerpt.Kept::by).toList()),
                    log.kept().size() == 1 ? "s" : ""));
    return String.join(", ", words);
  }

  private List<String> notAsked(Page page) {
    List<String> lines = new ArrayList<>();
    evidence()
        .notAsked()
        .forEach(missing -> lines.addAll(Wrap.lines("  ", missing, "    ", page.width())));
    return lines;
  }

  private String worth() {
    return "Proven: %s signed all of this, and operators signed what is marked as signed by them. The"
            .formatted(evidence().madeBy())
        + " rest is what coordinator %s told %s: believe it as far as you believe both."
            .formatted(evidence().source().coordinator(), evidence().madeBy());
  }
}
