package dev.keyparity.cli.service;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code service} and its verbs. */
@Command(
    name = "service",
    description = "Declare the KMS services to guard, and see which are declared.")
public final class ServiceVerbs {
  private ServiceVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new ServiceVerbs())
        .addSubcommand(new ApplyService(invocation))
        .addSubcommand(new ListServices(invocation))
        .addSubcommand(new ShowService(invocation))
        .addSubcommand(new RetireService(invocation));
  }
}
