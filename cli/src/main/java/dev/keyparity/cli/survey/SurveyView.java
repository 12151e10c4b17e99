package dev.keyparity.cli.survey;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.HostOpens;
import dev.keyparity.proto.coordinator.v1.SurveyReply;
import dev.keyparity.proto.coordinator.v1.VersionAtRisk;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What each host can open: {@code keyparity.survey-view/1}. */
record SurveyView(String service, SurveyReply survey) implements View {
  private static final int MOST_NAMED = 5;

  @Override
  public Document document() {
    return Document.schema("keyparity.survey-view/1")
        .put("service", service)
        .put("at", Times.ofMillis(survey.getAtMs()))
        .put("versions", survey.getVersions())
        .put("opened_by_all", survey.getOpenedByAll())
        .put("given_up", Document.texts(survey.getGivenUpList()))
        .put("hosts", Document.items(survey.getHostsList(), SurveyView::host))
        .put("at_risk", Document.items(survey.getAtRiskList(), SurveyView::atRisk))
        .build();
  }

  private static Document host(HostOpens host) {
    return Document.fields()
        .put("host", host.getHost())
        .put("fingerprint", host.getFingerprint().isEmpty() ? null : host.getFingerprint())
        .put("opens", host.getOpens())
        .put("of", host.getOf())
        .put("only_here", Document.texts(host.getOnlyHereList()))
        .put("error", host.getError().isEmpty() ? null : host.getError())
        .build();
  }

  private static Document atRisk(VersionAtRisk version) {
    return Document.fields()
        .put("version", version.getVersion())
        .put("reason", version.getReason())
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    Instant at = Times.ofMillis(survey.getAtMs());
    int expected = survey.getVersions() - survey.getGivenUpCount();
    boolean whole = survey.getOpenedByAll() >= expected && survey.getAtRiskCount() == 0;
    String answer =
        whole
            ? Ink.GOOD.of("every host opens all " + Counted.of(expected, "key version"))
            : Ink.BAD.of(
                "%d of %s open on every host"
                    .formatted(survey.getOpenedByAll(), Counted.of(expected, "key version")));
    List<String> lines = new ArrayList<>();
    lines.addAll(
        Wrap.lines(
            service + "   ",
            "%s%s (%s %s)"
                .formatted(
                    answer,
                    Counted.besides(survey.getGivenUpCount()),
                    page.times().minute(at),
                    page.times().zone(at)),
            "   ",
            page.width()));
    lines.add("");
    lines.addAll(hosts(page));
    if (survey.getAtRiskCount() > 0) {
      lines.add("");
      lines.add(Ink.BAD.of("at risk"));
      for (VersionAtRisk one : survey.getAtRiskList()) {
        String text = one.getVersion() + ": " + one.getReason();
        lines.addAll(Wrap.lines("  ", text, "    ", page.width()));
      }
    }
    if (survey.getGivenUpCount() > 0) {
      lines.add("");
      String text = String.join(", ", survey.getGivenUpList());
      lines.addAll(Wrap.lines("given up, and counted above per host: ", text, "  ", page.width()));
    }
    return lines;
  }

  private List<String> hosts(Page page) {
    Table table = Table.of("HOST", "KEY", "OPENS").withNotes("NOTE");
    for (HostOpens host : survey.getHostsList()) {
      table.rowWithNote(
          note(host),
          host.getHost(),
          host.getFingerprint().isEmpty() ? "?" : Fingerprints.brief(host.getFingerprint()),
          "%d of %d".formatted(host.getOpens(), host.getOf()));
    }
    return table.lines(page.width());
  }

  private static String note(HostOpens host) {
    List<String> parts = new ArrayList<>();
    if (!host.getError().isEmpty()) {
      parts.add(Ink.BAD.of("did not answer") + ": " + host.getError());
    }
    int only = host.getOnlyHereCount();
    if (only > 0 && only <= MOST_NAMED) {
      parts.add("only here: " + String.join(", ", host.getOnlyHereList()));
    } else if (only > 0) {
      parts.add(only + " only here (named with -o json)");
    }
    return String.join("; ", parts);
  }
}
