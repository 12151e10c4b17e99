package dev.keyparity.cli.gate;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code gate} and its verbs. */
@Command(
    name = "gate",
    description = {
      "The start gate of a KMS, on its host: what it would say, and past it in an emergency.",
      "",
      "Run it as root on that host. Nobody else is asked: no coordinator, no agent."
    })
public final class GateVerbs {
  private GateVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new GateVerbs())
        .addSubcommand(new CheckGate(invocation))
        .addSubcommand(new OverrideGate(invocation))
        .addSubcommand(new EndOverride(invocation))
        .addSubcommand(new ShowOverrides(invocation));
  }
}
