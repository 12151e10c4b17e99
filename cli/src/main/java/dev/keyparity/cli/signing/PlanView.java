package dev.keyparity.cli.signing;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reviewed plan: what would be done, what each host holds now, what is lost, and what the
 * operator's signature allows. Made of the bytes that are signed and of nothing else.
 */
public record PlanView(ReviewedPlan plan) implements View {
  static final String SCHEMA = "keyparity.plan-view/1";
  private static final int STEP_WIDTH = 30;

  @Override
  public Document document() {
    return Document.schema(SCHEMA)
        .put("id", plan.id())
        .put("digest", plan.plan().getDigest())
        .put("plan", CanonicalDocument.of(plan.plan().getPayload().toByteArray()))
        .put(
            "warrant",
            plan.warrant().isEmpty()
                ? Document.NOTHING
                : CanonicalDocument.of(plan.plan().getWarrantDraft().toByteArray()))
        .put(
            "statement",
            plan.statement().isEmpty()
                ? Document.NOTHING
                : CanonicalDocument.of(plan.plan().getStatementDraft().toByteArray()))
        .put(
            "approvals",
            Document.fields()
                .put("needed", plan.plan().getApprovalsNeeded())
                .put("given", plan.plan().getApprovalsGiven())
                .build())
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    PlanDocument document = plan.document();
    List<String> lines = new ArrayList<>(Wrap.lines("", title(document), "  ", page.width()));
    lines.add("digest " + plan.plan().getDigest());
    lines.add("");
    lines.addAll(hosts(document, page));
    lines.add("");
    int number = 1;
    for (PlanDocument.Step step : document.steps()) {
      lines.addAll(step(number++, step, document, page));
    }
    lines.addAll(accepted(document));
    plan.warrant().ifPresent(warrant -> lines.addAll(loss(warrant, document, page)));
    plan.warrant().ifPresent(warrant -> lines.addAll(allowed(warrant, page)));
    lines.add("");
    lines.addAll(note("Clients: ", document.clientsNote(), page));
    lines.addAll(note("Undo: ", document.undoNote(), page));
    return lines;
  }

  private String title(PlanDocument document) {
    int hosts = document.hosts().size();
    StringBuilder title = new StringBuilder();
    title.append(Ink.STRONG.of("Plan " + plan.id()));
    title.append(" (").append(document.kind()).append(") for ").append(document.service());
    title.append(": ").append(Counted.of(hosts, "host"));
    String reference = document.reference();
    PlanDocument.Observed observed = reference == null ? null : document.observed().get(reference);
    if (observed != null) {
      title.append(", reference ").append(reference);
      title.append(", key ").append(Fingerprints.brief(observed.fingerprints()));
    }
    String keep = document.keep();
    boolean said = observed != null && observed.holds(String.valueOf(keep));
    if (keep != null && !said) {
      title.append(", keeps ").append(Fingerprints.brief(keep));
    }
    return title.toString();
  }

  private static List<String> hosts(PlanDocument document, Page page) {
    Table table = Table.of("HOST", "HOLDS NOW", "KMS").withNotes("");
    document
        .observed()
        .forEach(
            (host, observed) -> {
              String holds =
                  observed.fingerprints().isEmpty()
                      ? observed.soundness().equals("ABSENT") ? "no key" : observed.soundness()
                      : Fingerprints.brief(observed.fingerprints());
              table.rowWithNote(role(host, observed, document), host, holds, observed.kms());
            });
    document
        .without()
        .forEach(
            host ->
                table.rowWithNote(
                    Ink.WARN.of(
                        document.leaving().equals(Optional.of(host))
                            ? "leaves, gone for good"
                            : "takes no part"),
                    host,
                    "not asked",
                    "counts as down"));
    return table.lines(page.width());
  }

  private static String role(String host, PlanDocument.Observed observed, PlanDocument document) {
    String givesWay = document.giveWay().get(host);
    if (givesWay != null) {
      return Ink.BAD.of("gives way");
    }
    if (document.leaving().equals(Optional.of(host))) {
      return "leaves";
    }
    if (document.isSource(host)) {
      return switch (document.kind()) {
        case "adopt" -> "its key is approved";
        case "accept" -> "its files are approved";
        case "remove-host" -> "";
        default -> "its key is spread";
      };
    }
    if (document.adds(host)) {
      return "joins";
    }
    boolean sound = observed.soundness().equals("SOUND") || observed.soundness().equals("ABSENT");
    return sound ? "" : Ink.WARN.of(observed.soundness());
  }

  private static List<String> step(
      int number, PlanDocument.Step step, PlanDocument document, Page page) {
    String head = Table.padded("%3d %s".formatted(number, step.id()), STEP_WIDTH - 2) + "  ";
    StringBuilder text = new StringBuilder();
    if (step.isSkipped()) {
      text.append("skipped: ").append(step.skipped());
    } else {
      if (!step.hosts().isEmpty()) {
        boolean every = step.hosts().size() > 1 && step.hosts().containsAll(document.hosts());
        text.append(every ? "every host" : String.join(", ", step.hosts())).append(": ");
      }
      text.append(step.detail().isEmpty() ? step.title() : step.detail());
      if (!step.changes()) {
        text.append(" ").append(Ink.FAINT.of("(read-only)"));
      }
    }
    List<String> lines = new ArrayList<>();
    if (document.holdBefore().contains(step.id())) {
      lines.add(" ".repeat(4) + Ink.WARN.of("⏸ holds here for your go"));
    }
    lines.addAll(Wrap.lines(head, text.toString(), " ".repeat(STEP_WIDTH), page.width()));
    return lines;
  }

  /** In full: this is what the operator's signature vouches for. */
  private static List<String> accepted(PlanDocument document) {
    List<String> lines = new ArrayList<>();
    for (PlanDocument.Accepted change : document.accepts()) {
      lines.add("");
      lines.add(Ink.STRONG.of(change.file()) + " is approved as it is now, SHA-256");
      lines.add("  approved so far  " + change.was());
      lines.add("  from now on      " + change.is());
    }
    return lines;
  }

  /** Which keys give way, in full, and what nobody will be able to open without them. */
  private static List<String> loss(Warrant warrant, PlanDocument document, Page page) {
    List<String> lines = new ArrayList<>();
    for (Act act : warrant.acts()) {
      String givesWay = act.bounds().getOrDefault("gives_way", "none");
      PlanDocument.Observed observed = document.observed().get(act.host());
      if (givesWay.equals("none") || observed == null) {
        continue;
      }
      lines.add("");
      lines.add(Ink.BAD.of("%s gives way on %s".formatted(givesWay, act.host())));
      lines.addAll(
          Wrap.paragraph(
              observed.onlyHere().isEmpty()
                  ? "the plan lists no key version that only it opens; its backup stays"
                  : "without it nobody opens: " + String.join(", ", observed.onlyHere()),
              "  ",
              page.width()));
    }
    return lines;
  }

  private List<String> allowed(Warrant warrant, Page page) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(
        Wrap.lines(
            "",
            "Your signature allows this and nothing else, once, until %s %s:"
                .formatted(
                    page.times().dayAndMinute(warrant.expiresAt()),
                    page.times().zone(warrant.expiresAt())),
            "",
            page.width()));
    lines.addAll(AllowedActs.of(plan, warrant).lines(page.width()));
    return lines;
  }

  private static List<String> note(String head, String note, Page page) {
    return note.isEmpty() ? List.of() : Wrap.lines(head, note, "  ", page.width());
  }
}
