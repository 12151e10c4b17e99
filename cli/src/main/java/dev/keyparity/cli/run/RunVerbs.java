package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code run} and its verbs. */
@Command(
    name = "run",
    description = {
      "See what a run did, does and waits for, and make it go on.",
      "",
      "Without RUN the service's current or last one is meant."
    })
public final class RunVerbs {
  private RunVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new RunVerbs())
        .addSubcommand(new ListRuns(invocation))
        .addSubcommand(new ShowRun(invocation))
        .addSubcommand(new FollowRun(invocation))
        .addSubcommand(new PauseRun(invocation))
        .addSubcommand(new ResumeRun(invocation))
        .addSubcommand(new AbortRun(invocation));
  }
}
