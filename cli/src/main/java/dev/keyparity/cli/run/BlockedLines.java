package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.Blocked;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import java.util.ArrayList;
import java.util.List;

/** Why a run stands still: who holds what, what only that opens, and what an operator can do. */
final class BlockedLines {
  private static final int MOST_VERSIONS = 3;
  private static final String LOST = "← lost if it gives way";

  private BlockedLines() {}

  static List<String> of(Blocked blocked, String sentence, Page page) {
    List<String> lines = new ArrayList<>();
    if (blocked.getHostsCount() > 0) {
      lines.add("");
      lines.addAll(hosts(blocked.getHostsList(), page));
    }
    if (!blocked.getExplanation().isEmpty() && !sentence.endsWith(blocked.getExplanation())) {
      lines.add("");
      blocked
          .getExplanation()
          .lines()
          .forEach(line -> lines.addAll(Wrap.lines("", line, "", page.width())));
    }
    if (blocked.getWhatToDoCount() > 0) {
      lines.add("");
      lines.add(Ink.STRONG.of("what to do"));
      for (String line : blocked.getWhatToDoList()) {
        lines.addAll(Wrap.advice("  ", Fingerprints.abbreviated(line), "    ", page.width()));
      }
    }
    return lines;
  }

  private static List<String> hosts(List<HostKeys> hosts, Page page) {
    int widest = hosts.stream().mapToInt(host -> host.getHost().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (HostKeys host : hosts) {
      String key =
          host.getFingerprintsCount() == 0 ? "no key" : Fingerprints.brief(host.getFingerprints(0));
      String head =
          "  " + Table.padded(host.getHost(), widest) + "  " + Table.padded(key, 9) + "  ";
      lines.addAll(Wrap.lines(head, opens(host), " ".repeat(widest + 15), page.width()));
    }
    return lines;
  }

  /** What it opens, and what would be lost if its key gave way. */
  private static String opens(HostKeys host) {
    String opens =
        host.getOpens() == 0
            ? "opens nothing"
            : "opens %d of %d key versions".formatted(host.getOpens(), host.getOf());
    int only = host.getOnlyHereCount();
    if (only == 0) {
      return opens + "; others open them too";
    }
    if (host.getOnlyProbe()) {
      return "%s; %s only it can open, of the probe key alone".formatted(opens, only);
    }
    String which =
        only <= MOST_VERSIONS
            ? String.join(", ", host.getOnlyHereList()) + " only it can open"
            : only + " only it can open";
    return "%s; %s %s".formatted(opens, which, Ink.BAD.of(LOST.replace(' ', Times.HARD_SPACE)));
  }
}
