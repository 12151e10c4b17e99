package dev.keyparity.cli.status;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.MatrixStatus;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.proto.coordinator.v1.Policy;
import dev.keyparity.proto.coordinator.v1.RunStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Headline;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code keyparity status} shows. Of several services each has its answer first, and only
 * those that need an operator are then shown host by host.
 */
record StatusView(StatusReply status) implements View {
  private static final String TO_DO = "what to do   ";
  private static final int SHORT_DIGEST = 8;
  private static final Set<String> ENDED = Set.of("done", "aborted");

  @Override
  public Document document() {
    return StatusDocument.of(status);
  }

  @Override
  public List<String> lines(Page page) {
    List<ServiceStatus> services = status.getServicesList();
    if (services.isEmpty()) {
      return List.of("no service is declared", "  keyparity service apply -f FILE   declares one");
    }
    if (services.size() == 1) {
      return serviceLines(services.get(0), page, widestName());
    }
    List<String> lines = new ArrayList<>();
    services.forEach(service -> lines.addAll(headline(service, page, widestName())));
    for (ServiceStatus service : services) {
      if (!Headline.isInParity(service)) {
        lines.add("");
        lines.addAll(serviceLines(service, page, service.getService().length()));
      }
    }
    return lines;
  }

  private int widestName() {
    return status.getServicesList().stream()
        .mapToInt(service -> service.getService().length())
        .max()
        .orElse(0);
  }

  private static List<String> headline(ServiceStatus service, Page page, int nameWidth) {
    Headline headline = Headline.of(service, page.times());
    String head =
        Table.padded(service.getService(), nameWidth)
            + "   "
            + Ink.of(headline.tone(), headline.word())
            + "   ";
    return Wrap.lines(head, headline.sentence(), " ".repeat(nameWidth + 3), page.width());
  }

  private List<String> serviceLines(ServiceStatus service, Page page, int nameWidth) {
    List<String> lines = new ArrayList<>(headline(service, page, nameWidth));
    lines.add("");
    lines.addAll(hosts(service, page));
    lines.add("");
    if (service.hasRun() && !ENDED.contains(service.getRun().getState())) {
      lines.addAll(run(service.getRun(), page));
    }
    if (service.hasPolicy()) {
      lines.addAll(policy(service.getPolicy(), service.getService(), page));
    }
    if (service.hasPaused()) {
      lines.addAll(paused(service.getPaused(), page));
    }
    service.getChangesList().forEach(change -> lines.addAll(announced(change, page)));
    lines.addAll(Wrap.items(evidence(service, page.times()), "   ", page.width()));
    lines.addAll(whatToDo(service, page));
    return lines;
  }

  private static List<String> hosts(ServiceStatus service, Page page) {
    Instant now = page.times().now();
    String backupHead = "BACKUP (" + page.times().zone(now) + ")";
    Table table = Table.of("HOST", "KEYRING", "KMS", "SEEN", backupHead).withNotes("NOTE");
    for (HostStatus host : service.getHostsList()) {
      table.rowWithNote(
          note(host),
          host.getHost(),
          Ink.of(Verdicts.tone(host.getVerdict()), Verdicts.cell(host.getVerdict())),
          kms(host.getKms()),
          host.getReportAgeMs() < 0
              ? Ink.WARN.of("never")
              : Times.age(Duration.ofMillis(host.getReportAgeMs())),
          host.hasBackup() ? backup(host.getBackup(), page.times()) : Ink.BAD.of("none"));
    }
    return table.lines(page.width());
  }

  private static String kms(String kms) {
    return switch (kms) {
      case "up" -> kms;
      case "down" -> Ink.WARN.of(kms);
      default -> "?";
    };
  }

  private static String backup(BackupStatus backup, Times times) {
    String at = times.dayAndMinute(Times.ofMillis(backup.getAtMs()));
    return backup.getVerified()
        ? "%s, %d %s".formatted(at, backup.getCopies(), Ink.GOOD.of("✓"))
        : at + ", " + Ink.BAD.of("not verified");
  }

  private static String note(HostStatus host) {
    List<String> parts = new ArrayList<>();
    if (host.getVerdict().isEmpty()) {
      // Nothing is approved, and the answer above says so: what matters here is who holds what.
      parts.add(
          host.getFingerprint().isEmpty()
              ? "no key that can be read"
              : "holds " + Fingerprints.brief(host.getFingerprint()));
    } else if (!host.getReason().isEmpty()) {
      parts.add(host.getReason());
    }
    if (host.getGate().equals("closed")) {
      parts.add("it will not start again (gate closed)");
    } else if (host.getGate().equals("overridden")) {
      parts.add("its start gate is overridden");
    }
    parts.addAll(host.getWarningsList());
    return String.join("; ", parts);
  }

  private static List<String> run(RunStatus run, Page page) {
    String state = run.getState();
    String words = state.equals("running") ? "is running" : "is " + Ink.WARN.of(state);
    return Wrap.items(
        List.of(
            "run %s (%s) %s at %s".formatted(run.getId(), run.getKind(), words, run.getStep()),
            "keyparity run show " + run.getId()),
        "   ",
        page.width());
  }

  private static List<String> policy(Policy policy, String service, Page page) {
    Instant until = Times.ofMillis(policy.getAllowedUntilMs());
    String obstacle = obstacle(policy, until.isAfter(page.times().now()));
    String text =
        obstacle.isEmpty()
            ? "%s, allowed by %s until %s"
                .formatted(
                    policy.getOnDrift(), policy.getAllowedBy(), page.times().dayAndMinute(until))
            : "%s, and %s: keyparity enforcement allow %s --for 90d --reason …"
                .formatted(Ink.WARN.of(policy.getOnDrift()), obstacle, service);
    return Wrap.lines("policy ", text, "       ", page.width());
  }

  /** Why policy does nothing; empty if it may. */
  private static String obstacle(Policy policy, boolean isGood) {
    if (policy.getAllowedBy().isEmpty()) {
      return "nobody signed for it";
    }
    if (policy.getIsOutdated()) {
      return "it was signed for an earlier approval";
    }
    return isGood ? "" : "what %s signed is over".formatted(policy.getAllowedBy());
  }

  private static List<String> paused(Paused paused, Page page) {
    Instant since = Times.ofMillis(paused.getSinceMs());
    String text =
        "%s by %s since %s (%s): %s"
            .formatted(
                Ink.WARN.of("paused"),
                paused.getBy(),
                page.times().minute(since),
                Times.age(page.times().since(since)),
                paused.getReason());
    return Wrap.lines("enforcement ", text, "            ", page.width());
  }

  private static List<String> announced(OpenChange change, Page page) {
    String text =
        "%s may become %s… until %s, by %s: %s"
            .formatted(
                change.getFile(),
                change.getSha256().substring(0, SHORT_DIGEST),
                page.times().dayAndMinute(Times.ofMillis(change.getUntilMs())),
                change.getBy(),
                change.getReason());
    return Wrap.lines("sanctioned  ", text, "            ", page.width());
  }

  private List<String> evidence(ServiceStatus service, Times times) {
    List<String> items = new ArrayList<>();
    items.add(service.hasMatrix() ? matrix(service.getMatrix(), times) : "decrypt matrix not yet");
    items.add(service.hasSurvey() ? survey(service.getSurvey(), times) : "survey not yet");
    items.add(
        status.getLeader().isEmpty()
            ? "no leader"
            : "leader %s (epoch %d)".formatted(status.getLeader(), status.getEpoch()));
    return items;
  }

  private static String matrix(MatrixStatus matrix, Times times) {
    String ratio = "%d of %d".formatted(matrix.getOk(), matrix.getPairs());
    boolean whole = matrix.getOk() == matrix.getPairs() && matrix.getPairs() > 0;
    String memory =
        matrix.getMemoryOnly() == 0
            ? ""
            : ", " + Ink.WARN.of(matrix.getMemoryOnly() + " perhaps from memory");
    return "decrypt matrix %s%s, %s"
        .formatted(
            whole ? ratio : Ink.BAD.of(ratio),
            memory,
            times.minute(Times.ofMillis(matrix.getAtMs())));
  }

  private static String survey(SurveyStatus survey, Times times) {
    int expected = survey.getVersions() - survey.getGivenUp();
    String opened =
        survey.getOpenedByAll() >= expected
            ? "all open on all"
            : Ink.BAD.of("%d open on all".formatted(survey.getOpenedByAll()));
    return "survey %s, %s%s, %s"
        .formatted(
            Counted.of(expected, "version"),
            opened,
            Counted.besides(survey.getGivenUp()),
            times.minute(Times.ofMillis(survey.getAtMs())));
  }

  private static List<String> whatToDo(ServiceStatus service, Page page) {
    if (service.getWhatToDoCount() == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    String indent = " ".repeat(TO_DO.length());
    String head = Ink.STRONG.of(TO_DO.strip()) + "   ";
    for (String line : service.getWhatToDoList()) {
      lines.addAll(Wrap.advice(head, line, indent, page.width()));
      head = indent;
    }
    return lines;
  }
}
