package dev.keyparity.cli.change;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code change} and its verbs. */
@Command(
    name = "change",
    description =
        "Say beforehand that a file beside the key becomes another, so that nobody is alarmed.")
public final class ChangeVerbs {
  private ChangeVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new ChangeVerbs())
        .addSubcommand(new OpenChangeVerb(invocation))
        .addSubcommand(new ListChangesVerb(invocation))
        .addSubcommand(new CloseChangeVerb(invocation));
  }
}
