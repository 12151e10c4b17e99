package dev.keyparity.cli.enforcement;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code enforcement} and its verbs. */
@Command(
    name = "enforcement",
    description = {
      "What keyparity does to a service by itself.",
      "",
      "Paused, it watches and tells as before. It does not stop the runs that operators start, and"
          + " start gates on hosts go on to judge each start."
    })
public final class EnforcementVerbs {
  private EnforcementVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new EnforcementVerbs())
        .addSubcommand(new AllowEnforcement(invocation))
        .addSubcommand(new ForbidEnforcement(invocation))
        .addSubcommand(new PauseEnforcement(invocation))
        .addSubcommand(new ResumeEnforcement(invocation));
  }
}
