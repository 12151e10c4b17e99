package dev.keyparity.cli.host;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.NotBuilt;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code host} and its verbs. */
@Command(
    name = "host",
    description = "Changes which hosts a service has, each time as a run that can be resumed.")
public final class HostVerbs {
  private HostVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new HostVerbs())
        .addSubcommand(new AddHost(invocation))
        .addSubcommand("replace", NotBuilt.line("host replace"))
        .addSubcommand(new RemoveHost(invocation));
  }
}
