package dev.keyparity.cli.leader;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code leader} and its verbs. */
@Command(name = "leader", description = "Which coordinator leads, and how to make it step down.")
public final class LeaderVerbs {
  private LeaderVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new LeaderVerbs())
        .addSubcommand(new ShowLeader(invocation))
        .addSubcommand(new Resign(invocation));
  }
}
