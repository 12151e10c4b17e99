package dev.keyparity.cli.audit;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code audit} and its verbs. */
@Command(
    name = "audit",
    description = {
      "What was done, as each agent and coordinator wrote it down before doing it, each record chained"
          + " to the one before."
    })
public final class AuditVerbs {
  private AuditVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new AuditVerbs())
        .addSubcommand(new ShowAudit(invocation))
        .addSubcommand(new VerifyAudit(invocation));
  }
}
