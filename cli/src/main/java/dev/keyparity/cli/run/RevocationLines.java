package dev.keyparity.cli.run;

import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.HostRevocation;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.wording.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which hosts refuse an aborted run, and which have not confirmed it and why. */
final class RevocationLines {
  private static final String CONFIRMED = "confirmed";

  private RevocationLines() {}

  static List<String> of(Run run, Page page) {
    if (run.getRevocationsCount() == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(Wrap.lines("", sentence(run), "", page.width()));
    if (run.getState().equals("aborted")) {
      outstanding(run)
          .forEach(host -> lines.addAll(Wrap.lines("  ", host(host, page), "    ", page.width())));
    }
    return lines;
  }

  private static String sentence(Run run) {
    if (!run.getState().equals("aborted")) {
      return "the run ends where its step may rest; its hosts are told to refuse it then";
    }
    int all = run.getRevocationsCount();
    List<HostRevocation> missing = outstanding(run);
    return missing.isEmpty()
        ? "%s confirmed: %s this run from now on"
            .formatted(
                all == 1 ? "the only host has" : "all %d hosts have".formatted(all),
                all == 1 ? "it refuses" : "they refuse")
        : "%d of %d hosts confirmed that they refuse this run from now on; outstanding: %s"
            .formatted(
                all - missing.size(),
                all,
                missing.stream().map(HostRevocation::getHost).collect(Collectors.joining(", ")));
  }

  static List<HostRevocation> outstanding(Run run) {
    return run.getRevocationsList().stream()
        .filter(host -> !host.getState().equals(CONFIRMED))
        .toList();
  }

  private static String host(HostRevocation host, Page page) {
    String stands =
        switch (host.getState()) {
          case "pending" -> "not told yet";
          case "unreachable" ->
              "unreachable since "
                  + page.times().dayAndMinute(Times.ofMillis(host.getSinceMs()))
                  + " "
                  + page.times().zone(Times.ofMillis(host.getSinceMs()));
          default -> host.getState();
        };
    String why = host.getReason().isEmpty() ? "" : ": " + host.getReason();
    String todo = host.getWhatToDo().isEmpty() ? "" : "; " + host.getWhatToDo();
    return "%s: %s%s%s".formatted(host.getHost(), stands, why, todo);
  }
}
