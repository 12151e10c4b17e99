package dev.keyparity.cli.doctor;

import dev.keyparity.cli.doctor.Line.Finding;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks at everything between an operator and an answer: collects facts, judges, shows. */
@Command(
    name = "doctor",
    description = {
      "Find what is wrong with an installation, and say how to mend it: contexts, certificate,"
          + " signing key, each coordinator, the leader, clocks; then each host of each service as"
          + " the leader sees it: agents, certificates, key directories, backups, the KMS and its"
          + " settings. Changes nothing.",
      "",
      "Exits 0 if all is well or there are only warnings, else as the first fault: 3 configuration,"
          + " 4 unreachable, 5 no leader, 7 a person must do something first."
    })
public final class DoctorVerb implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The only service to look at. Default: all that are declared.")
  @Nullable String service;

  DoctorVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new DoctorVerb(invocation));
  }

  @Override
  public ExitMeaning run() {
    Facts facts = new Collector(invocation, service).collect();
    List<Line> lines = new ArrayList<>(OperatorChecks.of(facts));
    lines.addAll(ServiceLines.of(facts.services()));
    invocation.show(new FindingsView(lines));
    return lines.stream()
        .filter(FindingsView::isFault)
        .map(line -> exit((Finding) line))
        .findFirst()
        .orElse(ExitMeaning.OK);
  }

  private static ExitMeaning exit(Finding finding) {
    return switch (finding.sort()) {
      case CONFIGURATION -> ExitMeaning.CONFIGURATION;
      case UNREACHABLE -> ExitMeaning.UNREACHABLE;
      case NO_LEADER -> ExitMeaning.NO_LEADER;
      case BLOCKED -> ExitMeaning.BLOCKED;
      case WARNING -> ExitMeaning.OK;
    };
  }
}
